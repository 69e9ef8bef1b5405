import { z } from 'zod';
import type { Adapter, Change, Connection, Finding, Outcome, OutgoingPost } from './adapter.ts';
import { failureIn, wordsOf } from './service.ts';
import { deletedThere, draftGone, keptBack, paceFromNow, slugOf, stillUploading } from './whole-item.ts';
import {
  type Content,
  createDraft,
  deletePost,
  findId,
  findPosts,
  type RemotePost,
  readMe,
  readPost,
  type Site,
  updatePost,
} from './wordpress-api.ts';
import { contentOf, isTitle } from './wordpress-content.ts';
import { engagement } from './wordpress-engagement.ts';
import { beforeWrite, isNoPost, ofChange, ofCheck, ofWrite } from './wordpress-outcome.ts';
import { askForRole, connect, missingIn, openSite } from './wordpress-site.ts';

/** What is kept of a send: the post that was made as a draft. */
const progress = z.object({ id: z.number().int() });

/**
 * WordPress, through the REST API of the site. In two phases: pictures and a draft, whose id is kept; then the draft is published by its
 * id, which can be repeated. Nothing is left to the site's own scheduler, which runs only when somebody visits.
 */
export const wordpress: Adapter = { kind: 'wordpress', connect, check, publish, reconcile, edit, remove, engagement };

async function check(connection: Connection): ReturnType<Adapter['check']> {
  try {
    const missing = missingIn(await readMe(openSite(connection)));
    return missing ? { ok: false, message: missing, advice: askForRole, reconnect: true } : { ok: true };
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
    const made = await findMade(site, post);
    if (made && isOut(made)) return { outcome: 'published', ...whereabouts(made) };
    if (made?.status === 'trash') return inBin;
    content = await contentOf(site, post, connection, paceFromNow());
    draft = made ?? (await createDraft(site, slugOf(post), content));
    // Before anything is public, so that what is public is always known by its id.
    if (keptId(post) !== draft.id) await connection.keep({ id: draft.id });
  } catch (error) {
    return stillUploading(error) ?? beforeWrite(error);
  }
  try {
    // All of it again: somebody may have touched the draft, and what was approved goes out. Now, whatever date they gave it.
    const made = await updatePost(site, draft.id, { ...content, status: 'publish', date: null });
    return isOut(made) ? { outcome: 'published', ...whereabouts(made) } : keptBack(made.status, ifKeptBack);
  } catch (error) {
    const failure = failureIn(error);
    return failure && isNoPost(failure) ? draftGone(failure) : ofWrite(error);
  }
}

const inBin: Outcome = {
  outcome: 'failed',
  message: 'The draft of this post is in the site’s bin.',
  advice: 'Restore it on the site or delete it there for good, then send again.',
};

const ifKeptBack = 'Look at the post on the site: a plugin may hold posts back until somebody there approves them.';

function isOut({ status }: RemotePost): boolean {
  return status === 'publish';
}

function whereabouts({ id, link }: RemotePost): { remoteId: string; remoteUrl: string } {
  return { remoteId: String(id), remoteUrl: link };
}

function keptId(post: OutgoingPost): number | null {
  return progress.safeParse(post.progress).data?.id ?? null;
}

/**
 * What an earlier try has made: the post that was kept, else the draft whose answer was lost, by its name and title. Null when
 * there is none, or none any more.
 */
async function findMade(site: Site, post: OutgoingPost): Promise<RemotePost | null> {
  const kept = keptId(post);
  if (kept !== null) {
    try {
      return await readPost(site, kept);
    } catch (error) {
      const failure = failureIn(error);
      if (!failure || !isNoPost(failure)) throw error;
    }
  }
  const slug = slugOf(post);
  const found = await findPosts(site, slug);
  return found.find((one) => one.slug === slug && isTitle(one.title.raw, post)) ?? null;
}

async function reconcile(post: OutgoingPost, connection: Connection): Promise<Finding> {
  try {
    const made = await findMade(openSite(connection), post);
    if (made && isOut(made)) return { found: 'published', ...whereabouts(made) };
    const kept = keptId(post);
    return made?.status === 'trash' || (kept !== null && made?.id !== kept) ? deletedThere : { found: 'absent' };
  } catch (error) {
    return { found: 'unknown', message: wordsOf(error) };
  }
}

async function edit(remoteId: string, post: OutgoingPost, connection: Connection): Promise<Change> {
  try {
    const site = openSite(connection);
    const id = await findId(site, remoteId);
    if (id === null || (await readPost(site, id)).status === 'trash') return { change: 'gone' };
    const made = await updatePost(site, id, await contentOf(site, post, connection, () => undefined));
    return { change: 'done', remoteUrl: made.link };
  } catch (error) {
    return ofChange(error);
  }
}

async function remove(remoteId: string, connection: Connection): Promise<Change> {
  try {
    const site = openSite(connection);
    const id = await findId(site, remoteId);
    if (id === null) return { change: 'gone' };
    await deletePost(site, id).catch((error: unknown) => {
      // A site without a bin refuses to delete what is not meant to be gone for good.
      if (failureIn(error)?.error !== 'rest_trash_not_supported') throw error;
      return deletePost(site, id, true);
    });
    return { change: 'done' };
  } catch (error) {
    return ofChange(error);
  }
}
