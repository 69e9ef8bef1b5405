import { z } from 'zod';
import type { Change, Connection, Finding, Outcome, OutgoingPost } from './adapter.ts';
import { type Account, openAccount } from './linkedin-api.ts';
import { beforeWrite, ofChange, ofWrite } from './linkedin-outcome.ts';
import { readAnswer } from './linkedin-request.ts';
import { ServiceFailure } from './service.ts';

/**
 * Comments of a page below its own posts (learn.microsoft.com, comments-api, read 2026-11-26): made, listed, edited and deleted
 * below `/rest/socialActions/{name of the post}/comments`. Their words are plain, unlike a post's. No key for a send is documented,
 * nor a refusal of the same words, so that after an unknown outcome only the list tells.
 */
const pathOf = (post: string, id = '') => `/rest/socialActions/${encodeURIComponent(post)}/comments${id && `/${id}`}`;

/** Milliseconds that LinkedIn’s clock may be off from ours. */
const uncertainty = 60_000;
const pageSize = 50;
/** Pages looked through before it is said that nobody knows. */
const mostPages = 10;

const remoteComment = z.object({
  id: z.string(),
  actor: z.string(),
  message: z.object({ text: z.string() }),
  /** Milliseconds since 1970. */
  created: z.object({ time: z.number() }),
  commentUrn: z.string().optional(),
});
const list = z.object({ elements: z.array(remoteComment) });
const told = z.object({ id: z.string().optional(), commentUrn: z.string().optional() });

const commentName = /^urn:li:comment:\((urn:li:(?:share|ugcPost):\d+),(\d+)\)$/;

/** The name that we keep of a comment: that of its post, by which it is reached, and its number. */
const nameOfComment = (post: string, id: string) => `urn:li:comment:(${post},${id})`;

/** Whether something that is out is a comment. */
export const isComment = (remoteId: string) => commentName.test(remoteId);

/** LinkedIn’s own name of a comment, which is of the post’s `activity`, opens the post at it. */
function whereabouts(post: string, id: string, urn: string | undefined) {
  const at = urn ? `?commentUrn=${encodeURIComponent(urn)}` : '';
  return { remoteId: nameOfComment(post, id), remoteUrl: `https://www.linkedin.com/feed/update/${post}/${at}` };
}

/** Comments on the post that is answered, in the name of the page. */
export async function publishComment(post: OutgoingPost, connection: Connection): Promise<Outcome> {
  let account: Account;
  try {
    account = openAccount(connection);
  } catch (error) {
    return beforeWrite(error);
  }
  const object = post.replyTo ?? '';
  try {
    const body = JSON.stringify({ actor: account.organization, object, message: { text: post.text } });
    const answer = await account.call(pathOf(object), { method: 'POST', body });
    const { id, commentUrn } = told.catch({}).parse(await answer.json().catch(() => null));
    const number = answer.headers.get('x-restli-id') ?? id;
    if (number && /^\d+$/.test(number)) return { outcome: 'published', ...whereabouts(object, number, commentUrn) };
    throw new ServiceFailure('LinkedIn did not tell the name of the comment', { status: null, sent: true });
  } catch (error) {
    return ofWrite(error);
  }
}

/**
 * Whether the page has made a comment since a send began (RFC 3339, by our clock): one with these words is taken for it, and of
 * several nobody knows. In which order they are listed is not documented, so all are looked at. Throws ServiceFailure.
 */
export async function findComment(account: Account, post: OutgoingPost, since: string): Promise<Finding> {
  const earliest = Date.parse(since) - uncertainty;
  const object = post.replyTo ?? '';
  const same = new Map<string, z.infer<typeof remoteComment>>();
  for (let index = 0; ; index += 1) {
    if (index === mostPages) return { found: 'unknown', message: 'The post has too many comments to look through' };
    const query = `?start=${index * pageSize}&count=${pageSize}`;
    const { elements } = await readAnswer(await account.call(`${pathOf(object)}${query}`), list);
    for (const one of elements) {
      const isOurs = one.actor === account.organization && plain(one.message.text) === plain(post.text);
      if (isOurs && one.created.time >= earliest) same.set(one.id, one);
    }
    if (elements.length < pageSize) break;
  }
  const [one, another] = same.values();
  if (!one) return { found: 'absent' };
  if (!another) return { found: 'published', ...whereabouts(object, one.id, one.commentUrn) };
  return {
    found: 'different',
    message:
      'The page has several new comments with these words; it cannot be told which of them, if any, is this one.',
  };
}

const plain = (words: string) => words.replace(/\s+/g, ' ').trim();

/** The words of a comment, or nothing but whether it is gone. */
export async function editComment(remoteId: string, text: string, connection: Connection): Promise<Change> {
  const body = JSON.stringify({ patch: { message: { $set: { text } } } });
  return change(remoteId, connection, { method: 'POST', headers: { 'x-restli-method': 'PARTIAL_UPDATE' }, body });
}

export async function removeComment(remoteId: string, connection: Connection): Promise<Change> {
  return change(remoteId, connection, { method: 'DELETE' });
}

async function change(remoteId: string, connection: Connection, init: RequestInit): Promise<Change> {
  const [, post = '', id = ''] = commentName.exec(remoteId) ?? [];
  try {
    const account = openAccount(connection);
    await account.call(`${pathOf(post, id)}?actor=${encodeURIComponent(account.organization)}`, init);
    return { change: 'done' };
  } catch (error) {
    return ofChange(error);
  }
}
