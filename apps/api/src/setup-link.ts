// Prints the one-time set-up link: where nobody sees what the launcher prints, such as in containers.
import { connect } from '@mobilise/db/connect';
import { readSettings } from '@mobilise/db/settings';
import { setupNeeded, setupToken } from './team/setup.ts';

const settings = readSettings(process.env);
const { db, end } = connect(settings, { name: 'mobilise set-up', max: 1 });
const needed = await setupNeeded(db).finally(end);
console.log(
  needed
    ? `${settings.publicUrl}/setup?token=${setupToken(settings.secret)}`
    : 'Somebody owns this installation already: sign in, or ask them to invite you.',
);
