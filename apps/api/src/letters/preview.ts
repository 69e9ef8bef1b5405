import { buffer } from 'node:stream/consumers';
import { type Enclosed, letterItem } from '@mobilise/channels/email-message';
import { guardedLookup } from '@mobilise/channels/outgoing-fetch';
import { email, emailConfig } from '@mobilise/contracts/channel-kinds/email';
import { escapeHtml } from '@mobilise/contracts/document';
import type { Image } from '@mobilise/contracts/image';
import { kindOf } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
import { wholeWords } from '@mobilise/contracts/whole-item';
import { pageOfItem } from '@mobilise/db/item-page';
import { coverFor } from '@mobilise/db/rights';
import { users } from '@mobilise/db/schema/auth';
import { channels } from '@mobilise/db/schema/channels';
import { items, revisions } from '@mobilise/db/schema/items';
import { assets, renditions } from '@mobilise/db/schema/media';
import { workspaces } from '@mobilise/db/schema/team';
import { open, sealingKey } from '@mobilise/db/secrets';
import type { LetterPicture } from '@mobilise/emails/newsletter';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { Scope } from '../scope.ts';

/** What a letter is made of outside the database. */
export type Outside = Pick<Context, 'settings' | 'storage'>;

/** Pixels that a picture of a preview is about as wide as. */
const previewWidth = 800;
/** Milliseconds a person waits for a mail server. */
const patience = 25_000;

type ChannelRow = typeof channels.$inferSelect;

async function newsletterOrThrow(scope: Scope, id: string): Promise<ChannelRow> {
  const [channel] = await scope.db
    .select()
    .from(channels)
    .where(and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, id), eq(channels.kind, 'email')));
  if (!channel) throw new Problem('not_found', 'There is no such newsletter in this workspace.');
  return channel;
}

/** An item's newest revision as a newsletter would send it. Problem `not_found`. */
export async function previewLetter(scope: Scope, outside: Outside, channelId: string, itemId: string) {
  const channel = await newsletterOrThrow(scope, channelId);
  const { letter, warnings } = await compose(
    scope,
    outside,
    channel,
    itemId,
    ({ mime, bytes }) => `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`,
  );
  const bytes = Buffer.byteLength(letter.html.replace(/data:image\/\w+;base64,[\w+/=]+/g, 'cid:picture'));
  return { ...letter, bytes, warnings };
}

/** Sends it to whoever asks. Problems `not_found`, `forbidden` for a key, `channel_refused` in the mail server's words. */
export async function sendTestLetter(scope: Scope, outside: Outside, channelId: string, itemId: string) {
  const channel = await newsletterOrThrow(scope, channelId);
  if (!scope.actor.userId)
    throw new Problem('forbidden', 'A key has no mailbox: ask for a test while you are signed in.');
  const [person] = await scope.db.select({ email: users.email }).from(users).where(eq(users.id, scope.actor.userId));
  const to = person?.email ?? '';
  const { letter, enclosed } = await compose(scope, outside, channel, itemId, ({ cid }) => `cid:${cid}`);
  const { sendLetter } = await import('@mobilise/channels/email');
  const { settings } = outside;
  const connection = {
    config: channel.config,
    credentials: channel.credentials ? open(channel.credentials, sealingKey(settings.secret), channel.id) : {},
    lookup: guardedLookup({ allowPrivate: settings.allowPrivateAddresses }),
    signal: AbortSignal.timeout(patience),
  };
  const test = { ...letter, subject: `[Test] ${letter.subject}` };
  const reply = await sendLetter(connection, { to, letter: test, enclosed }).catch((error: unknown) => {
    if (error instanceof Problem) throw error;
    throw new Problem('channel_refused', error instanceof Error ? error.message : String(error), { cause: error });
  });
  return { sentTo: to, reply };
}

async function compose(
  scope: Scope,
  { settings, storage }: Outside,
  channel: ChannelRow,
  itemId: string,
  srcOf: (picture: Enclosed) => string,
) {
  const [item] = await scope.db
    .select({
      kind: items.kind,
      slug: items.slug,
      title: revisions.title,
      summary: revisions.summary,
      content: revisions.content,
      colour: workspaces.colour,
      page: sql<string | null>`${sql.raw(pageOfItem('items'))}`,
      cover: sql<Image | null>`${sql.raw(coverFor('revisions.id'))}`,
    })
    .from(items)
    .innerJoin(revisions, eq(revisions.id, items.revisionId))
    .innerJoin(workspaces, eq(workspaces.id, items.workspaceId))
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, itemId)));
  if (!item) throw new Problem('not_found', 'There is no such item in this workspace.');
  const uses = [...(item.cover ? [item.cover] : []), ...kindOf(item.kind).images(item.content)];
  const files = await filesOf(
    scope,
    uses.slice(0, email.limits.images.max).map(({ assetId }) => assetId),
  );
  const enclosed: Enclosed[] = [];
  const pictures: Record<string, LetterPicture> = {};
  for (const { assetId, alt } of uses) {
    const file = files.get(assetId);
    if (!file || pictures[assetId]) continue;
    const name = `picture-${enclosed.length + 1}`;
    const one = {
      cid: `${name}@mobilise`,
      filename: `${name}.${file.format}`,
      mime: `image/${file.format}`,
      bytes: new Uint8Array(await buffer(await storage.get(file.sha256))),
    };
    enclosed.push(one);
    pictures[assetId] = { src: srcOf(one), alt, width: file.width, height: file.height };
  }
  const { fromName: name, postalAddress, about } = emailConfig.parse(channel.config);
  const [{ newsletter }, { warningsOf }] = await Promise.all([
    import('@mobilise/emails/newsletter'),
    import('@mobilise/emails/render'),
  ]);
  const url = item.page && `${settings.publicUrl}/news/${item.page}`;
  const whole = {
    title: item.title,
    summary: item.summary,
    slug: item.slug,
    ...wholeWords(
      item.kind,
      item.content,
      ({ assetId, alt, caption }) =>
        `<figure><img src="asset:${assetId}" alt="${escapeHtml(alt)}">${caption ? `<figcaption>${escapeHtml(caption)}</figcaption>` : ''}</figure>`,
      url,
    ),
    images: {},
    leadImage: uses[0]?.assetId ?? null,
    url,
  };
  const unsubscribeUrl = `${settings.publicUrl}/newsletters/${channel.id}`;
  const letter = await newsletter(letterItem(whole, pictures), {
    name,
    colour: item.colour,
    postalAddress,
    about,
    unsubscribeUrl,
  });
  const bare = { ...letter, html: letter.html.replace(/data:image\/\w+;base64,[\w+/=]+/g, 'cid:picture') };
  return { letter, enclosed, warnings: warningsOf(bare) };
}

/** A file of each picture that is about as wide as a letter shows it, in a format that every mailbox knows where there is one. */
async function filesOf(scope: Scope, assetIds: string[]) {
  const files = new Map<string, { sha256: string; format: string; width: number; height: number }>();
  if (assetIds.length === 0) return files;
  const rows = await scope.db
    .select({
      assetId: renditions.assetId,
      sha256: renditions.sha256,
      format: renditions.format,
      width: renditions.width,
      height: renditions.height,
    })
    .from(renditions)
    .innerJoin(assets, and(eq(assets.id, renditions.assetId), eq(assets.workspaceId, scope.workspaceId)))
    .where(
      and(
        inArray(renditions.assetId, assetIds),
        eq(renditions.purpose, 'responsive'),
        inArray(renditions.format, ['jpeg', 'webp', 'png']),
      ),
    )
    .orderBy(sql`${renditions.format} = 'jpeg'`, sql`abs(${renditions.width} - ${previewWidth}) desc`);
  // The last one wins: a JPEG of about the width.
  for (const { assetId, ...file } of rows) files.set(assetId, file);
  return files;
}
