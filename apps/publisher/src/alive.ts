// Ends with 0 when the publisher of this machine has said lately that it lives: the health check of a container.
import { hostname } from 'node:os';
import { connect } from '@mobilise/db/connect';
import { readSettings } from '@mobilise/db/settings';

/** Seconds: six beats. */
const silence = 30;

const { sql, end } = connect(readSettings(process.env), { name: 'mobilise health', max: 1 });
const [seen] = await sql`
  select from publishers where machine = ${hostname()} and seen_at > statement_timestamp() - make_interval(secs => ${silence}) limit 1`.finally(
  end,
);
process.exitCode = seen ? 0 : 1;
