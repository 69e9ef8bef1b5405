import { z } from 'zod';
import { channelKind } from './channels.ts';
import { id, instant, line, version } from './fields.ts';
import { changeKind, postChange } from './post-changes.ts';
import { postContent } from './post-content.ts';
import { postState } from './post-states.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** Characters of the public sentence: with “Correction: ” before it, it is a reply on every channel that has replies. */
export const longestStatement = 280;
/** What was wrong, for the public to read. */
const statement = line(longestStatement);

/** The words that answer a post with a correction. */
export const replyWith = (words: string): string => `Correction: ${words}`;

const correctionSummary = z.object({
  id,
  itemId: id,
  statement: z.string(),
  by: z.string(),
  createdAt: instant,
  version: z.number(),
});
export type CorrectionSummary = z.infer<typeof correctionSummary>;

const listedCorrection = correctionSummary.extend({
  /** About how many posts something is to be done, or was, and on which channels it is left to do. */
  posts: z.number().int(),
  left: z.array(z.string()),
});
export type ListedCorrection = z.infer<typeof listedCorrection>;

/** One post of the item that is out, what can be done about it, and what was decided. */
const step = z.object({
  postId: id,
  postVersion: z.number(),
  state: postState,
  channelId: id,
  channelKind,
  channelName: z.string(),
  remoteUrl: z.string().nullable(),
  publishedAt: instant,
  revision: z.number().int(),
  content: postContent,
  /** The best first. */
  plans: z.array(changeKind).min(1),
  /** The last decision of this correction about it. */
  change: postChange.nullable(),
  /**
   * Whether the correction waits for a decision: it was out when that was begun, as a page that is published again was, or went out
   * later with a revision that is no newer. Other posts can be changed with it, but need not be.
   */
  awaited: z.boolean(),
});
export type CorrectionStep = z.infer<typeof step>;

type Standing = Pick<CorrectionStep, 'awaited' | 'change'>;

/** Whether a step is one of those that are done or left to do. */
export const isCounted = ({ awaited, change }: Standing): boolean => awaited || change !== null;

/** Whether something is left to do about a post: no decision about it is carried out. */
export function isLeft(step: Standing): boolean {
  const { change } = step;
  const isDone = change?.kind === 'reply' ? change.reply?.state === 'published' : change?.state === 'done';
  return !isDone && isCounted(step);
}

export const correction = correctionSummary
  .extend({
    title: z.string(),
    /** The newest revision, and the newest that was approved: what an edit brings. */
    newestRevision: z.number().int(),
    approvedRevision: z.number().int().nullable(),
    steps: z.array(step),
  })
  .meta({ id: 'Correction' });
export type Correction = z.infer<typeof correction>;

const itemParams = workspaceParams.extend({ item: id });
const correctionParams = workspaceParams.extend({ correction: id });

export const listCorrections = route({
  method: 'GET',
  path: '/workspaces/:workspace/items/:item/corrections',
  access: 'posts.read',
  summary: 'The corrections of an item, the newest first, and what is left to do of each',
  params: itemParams,
  response: z.object({ data: z.array(listedCorrection) }),
});
export const startCorrection = route({
  method: 'POST',
  path: '/workspaces/:workspace/items/:item/corrections',
  access: 'posts.correct',
  status: 201,
  summary: 'Begins a correction: a public sentence of what was wrong. Nothing leaves before each step is confirmed',
  params: itemParams,
  body: z.object({ statement }),
  response: correction,
});
export const getCorrection = route({
  method: 'GET',
  path: '/workspaces/:workspace/corrections/:correction',
  access: 'posts.read',
  summary: 'A correction with every post of its item that is out, and what was decided about each',
  params: correctionParams,
  response: correction,
});
export const updateCorrection = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/corrections/:correction',
  access: 'posts.correct',
  summary: 'Changes the public sentence; the newsroom page shows it as it is then',
  params: correctionParams,
  body: z.object({ version, statement }),
  response: correction,
});
