import { emailConfig } from '@mobilise/contracts/channel-kinds/email';
import { confirmDays } from '@mobilise/contracts/subscribers';
import { signed } from '@mobilise/db/links';
import { type ChannelRow, connectionTo } from '../connection.ts';
import type { Publisher } from '../publisher.ts';

/** The queue; the API sends the subscriber’s id in the transaction that puts somebody down. */
export const askQueue = 'ask-subscriber';

/** `askedAt` in milliseconds since 1970. */
type Row = ChannelRow & { email: string; askedAt: number; colour: string };

/**
 * Asks somebody by letter whether they meant to subscribe. Asking twice does no harm, so what fails is tried again. Whoever has
 * answered meanwhile, or has subscribed already, is not asked: the form says the same to everybody. Whoever left, bounced or complained
 * once is asked like anybody else, since nobody but the owner of the mailbox can bring them back.
 */
export async function askSubscriber(publisher: Publisher, subscriberId: string): Promise<void> {
  const { sql, key, settings } = publisher;
  const [row] = await sql<Row[]>`
    select c.id, c.kind, c.config, c.credentials, s.email, (extract(epoch from s.asked_at) * 1000)::float8 as "askedAt", w.colour
    from subscribers s join channels c on c.id = s.channel_id join workspaces w on w.id = c.workspace_id
    where s.id = ${subscriberId} and s.state <> 'active' and s.asked_at is not null`;
  if (!row) return;
  const { email, askedAt, colour, ...channel } = row;
  // Loaded when first needed: most publishers never write a letter.
  const [{ confirmation }, { sendLetter }] = await Promise.all([
    import('@mobilise/emails/confirmation'),
    import('@mobilise/channels/email'),
  ]);
  const { fromName: name, postalAddress, about } = emailConfig.parse(channel.config);
  const token = signed(key, 'confirm', [subscriberId, String(Math.round(askedAt))]);
  const confirmUrl = `${settings.publicUrl}/newsletters/confirm/${token}`;
  const letter = await confirmation({ about, confirmUrl, days: confirmDays }, { name, colour, postalAddress });
  const signal = AbortSignal.timeout(publisher.timing.deadline * 2);
  await sendLetter(connectionTo(publisher, channel, signal), { to: email, letter });
}

/** Forgets who was asked and did not answer while the link worked. */
export async function forgetUnconfirmed({ sql }: Publisher): Promise<void> {
  await sql`delete from subscribers where state = 'pending' and asked_at < statement_timestamp() - make_interval(days => ${confirmDays})`;
}
