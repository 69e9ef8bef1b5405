import type { Adapter, Change, Connection, Finding, Outcome, OutgoingPost } from './adapter.ts';
import {
  type Content,
  createDraft,
  deletePost,
  findByRemoteId,
  findPost,
  orNone,
  type RemotePost,
  readPost,
  type Site,
  tryKey,
  updatePost,
} from './ghost-api.ts';
import { contentOf, progressOf } from './ghost-content.ts';
import { engagement } from './ghost-engagement.ts';
import { beforeWrite, isCollision, isNoPost, ofChange, ofCheck, ofWrite } from './ghost-outcome.ts';
import { connect, openSite } from './ghost-site.ts';
import { failureIn, wordsOf } from './service.ts';
import { deletedThere, draftGone, itemOf, keptBack, paceFromNow, slugOf, stillUploading } from './whole-item.ts';

/**
 * Ghost, through the Admin API of the site. In two phases: pictures and a draft, whose id is kept; then the draft is
 * published by its id, which can be repeated. Members get no letter.
 */
export const ghost: Adapter = { kind: 'ghost', connect, check, publish, reconcile, edit, remove, engagement };

async function check(connection: Connection): ReturnType<Adapter['check']> {
  try {
    await tryKey(openSite(connection));
    return { ok: true };
  } catch (error) {
    return ofCheck(error);
  }
}

async function publish(post: OutgoingPost, connection: Connection): Promise<Outcome> {
  let site: Site;
  let content: Content;
  let draft: RemotePost;
  try {
    site = openSite(connection);
    const kept = progressOf(post);
    const made = await findMade(site, post);
    if (made && isOut(made)) return { outcome: 'published', ...whereabouts(made) };
    content = await contentOf(site, post, connection, {
      pace: paceFromNow(),
      onUpload: (pictures) => {
        kept.pictures = pictures;
        return connection.keep({ ...kept });
      },
    });
    draft = made ?? (await createDraft(site, slugOf(post), content));
    // Before anything is public, so that what is public is always known by its id.
    if (kept.id !== draft.id) await connection.keep({ ...kept, id: draft.id });
  } catch (error) {
    return stillUploading(error) ?? beforeWrite(error);
  }
  try {
    // All of it again: somebody may have touched the draft, and what was approved goes out.
    const made = await updatePost(site, draft, { ...content, status: 'published' });
    return isOut(made) ? { outcome: 'published', ...whereabouts(made) } : keptBack(made.status, ifKeptBack);
  } catch (error) {
    const failure = failureIn(error);
    if (failure && isCollision(failure)) return outcomeOfCollision(site, draft, error);
    return failure && isNoPost(failure) ? draftGone(failure) : ofWrite(error);
  }
}

/** Somebody changed the draft between our look and our write: a person, or an earlier try that came late. */
async function outcomeOfCollision(site: Site, { id }: RemotePost, error: unknown): Promise<Outcome> {
  try {
    const now = await readPost(site, id);
    if (isOut(now)) return { outcome: 'published', ...whereabouts(now) };
  } catch (cause) {
    return { outcome: 'unknown', message: wordsOf(cause) };
  }
  return {
    outcome: 'refused',
    message: wordsOf(error),
    advice: 'Close the draft in Ghost’s editor. It is sent again with what was approved here.',
    retryAfter: null,
  };
}

const ifKeptBack = 'Look at the post in Ghost.';

function isOut({ status }: RemotePost): boolean {
  return status === 'published';
}

function whereabouts({ id, url }: RemotePost): { remoteId: string; remoteUrl: string } {
  return { remoteId: id, remoteUrl: url };
}

/**
 * What an earlier try has made: the post that was kept, else the draft whose answer was lost, by its name and title. Null when
 * there is none, or none any more.
 */
async function findMade(site: Site, post: OutgoingPost): Promise<RemotePost | null> {
  const { id } = progressOf(post);
  const kept = id === null ? null : await orNone(readPost(site, id));
  if (kept) return kept;
  const found = await orNone(findPost(site, slugOf(post)));
  return found?.title.trim() === itemOf(post).title.trim() ? found : null;
}

async function reconcile(post: OutgoingPost, connection: Connection): Promise<Finding> {
  try {
    const made = await findMade(openSite(connection), post);
    if (made && isOut(made)) return { found: 'published', ...whereabouts(made) };
    const { id } = progressOf(post);
    return id !== null && made?.id !== id ? deletedThere : { found: 'absent' };
  } catch (error) {
    return { found: 'unknown', message: wordsOf(error) };
  }
}

async function edit(remoteId: string, post: OutgoingPost, connection: Connection): Promise<Change> {
  try {
    const site = openSite(connection);
    const now = await findByRemoteId(site, remoteId);
    const kept = progressOf(post);
    // Pictures that are on the site already are shown from there, also those that an earlier try has uploaded.
    const content = await contentOf(site, post, connection, {
      pace: () => undefined,
      onUpload: (pictures) => connection.keep({ ...kept, pictures }),
    });
    return { change: 'done', remoteUrl: (await updatePost(site, now, content)).url };
  } catch (error) {
    return ofChange(error);
  }
}

async function remove(remoteId: string, connection: Connection): Promise<Change> {
  try {
    const site = openSite(connection);
    const id = remoteId.startsWith('slug:') ? (await findByRemoteId(site, remoteId)).id : remoteId;
    await deletePost(site, id);
    return { change: 'done' };
  } catch (error) {
    return ofChange(error);
  }
}
