import { z } from 'zod';
import { type ChannelKindName, channelKind, channelKindOf } from './channels.ts';
import { id, instant, text, version } from './fields.ts';
import { postContent } from './post-content.ts';
import { postState } from './post-states.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** What can be done about a post that is out: change it, take it away, answer it with another post, or decide to leave it. */
export const changeKinds = ['edit', 'remove', 'reply', 'leave'] as const;
export const changeKind = z.enum(changeKinds);
export type ChangeKind = (typeof changeKinds)[number];

/**
 * How a change stands. `planned` waits for the publisher; `doing` means a byte may have left; `unconfirmed`: nobody knows, and
 * it is done again, which does no harm; `refused` and `needs_person` wait for somebody; `held`: the hold switch covers it.
 */
export const changeStates = [
  'planned',
  'held',
  'doing',
  'unconfirmed',
  'done',
  'refused',
  'needs_person',
  'dropped',
] as const;
const changeState = z.enum(changeStates);
export type ChangeState = (typeof changeStates)[number];

/** Every permitted transition. Nothing else may be written to `post_changes.state`. */
export const changeTransitions: Record<ChangeState, readonly ChangeState[]> = {
  planned: ['doing', 'held', 'refused', 'needs_person', 'dropped'],
  held: ['planned', 'dropped'],
  doing: ['done', 'planned', 'unconfirmed', 'refused', 'needs_person'],
  unconfirmed: ['doing', 'held', 'dropped', 'refused', 'needs_person'],
  done: [],
  refused: ['planned', 'done', 'dropped'],
  needs_person: ['planned', 'done', 'dropped'],
  dropped: [],
};

/** What a person may decide about a change that waits for one, and from which states. */
const decisions = {
  again: ['held', 'refused', 'needs_person'],
  done: ['refused', 'needs_person'],
  drop: ['planned', 'held', 'unconfirmed', 'refused', 'needs_person'],
} as const satisfies Record<string, readonly ChangeState[]>;
export type Decision = keyof typeof decisions;

export function mayDecide(state: ChangeState, decision: Decision): boolean {
  return (decisions[decision] as readonly ChangeState[]).includes(state);
}

/** States in which a change waits for somebody. */
export const openForPeople: readonly ChangeState[] = ['held', 'refused', 'needs_person'];
/** States that end without anybody doing anything. */
export const underWay: readonly ChangeState[] = ['planned', 'doing', 'unconfirmed'];

/** Whether what went out on a kind of channel cannot be taken away by anybody. */
export const isFinal = (kind: ChannelKindName): boolean => channelKindOf(kind).after.final === true;

/**
 * What a channel allows to be done about a post that is out, the best first: change it, else answer it, else take it away.
 * One answer is enough for a thread: what follows its first part is left as it is, unless it can be changed.
 */
export function plansFor(kind: ChannelKindName, part?: number): ChangeKind[] {
  const { edit, reply, remove } = channelKindOf(kind).after;
  const first: (ChangeKind | false)[] = [edit && 'edit', reply && 'reply', remove && 'remove'];
  // What we cannot take away a person can, and says so, unless nobody can.
  const last: ChangeKind[] = remove || isFinal(kind) ? ['leave'] : ['leave', 'remove'];
  const plans = [...first.filter((plan) => plan !== false), ...last];
  return part === undefined || plans[0] !== 'reply' ? plans : ['leave', ...plans.filter((plan) => plan !== 'leave')];
}

export const postChange = z
  .object({
    id,
    postId: id,
    itemId: id,
    title: z.string(),
    channelId: id,
    channelKind,
    channelName: z.string(),
    /** Whether the channel can be used now; if not, what is planned waits for it. */
    channelReady: z.boolean(),
    correctionId: id.nullable(),
    kind: changeKind,
    state: changeState,
    /** What an edit makes of the post: the number of the revision, and words that were written for the channel. */
    revision: z.number().int().nullable(),
    content: postContent.nullable(),
    /** The post that answers it. */
    reply: z
      .object({ id, state: postState, failure: z.string().nullable(), remoteUrl: z.string().nullable() })
      .nullable(),
    /** The pressed hold switch that keeps it. */
    hold: z.object({ reason: z.string(), by: z.string() }).nullable(),
    reason: z.string().nullable(),
    attempts: z.number().int(),
    /** The platform's own words, and what to do. */
    message: z.string().nullable(),
    advice: z.string().nullable(),
    /** Where to look: the post's address on its channel. */
    remoteUrl: z.string().nullable(),
    by: z.string(),
    createdAt: instant,
    finishedAt: instant.nullable(),
    version: z.number(),
  })
  .meta({ id: 'PostChange' });
export type PostChange = z.infer<typeof postChange>;

const changeParams = workspaceParams.extend({ change: id });

export const listChanges = route({
  method: 'GET',
  path: '/workspaces/:workspace/post-changes',
  access: 'posts.read',
  summary: 'What was done, or is to be done, about posts that are out, the newest first; at most 200',
  params: workspaceParams,
  query: z.object({
    post: id.optional(),
    correction: id.optional(),
    attention: z.stringbool().default(false).describe('Only those that wait for somebody.'),
  }),
  response: z.object({ data: z.array(postChange) }),
});
/** Chosen by the client, or left out. */
const changeId = z
  .uuidv7()
  .toLowerCase()
  .optional()
  .describe(
    'A UUIDv7 of yours, so that a request sent again asks for nothing twice: it is answered with the change as it stands.',
  );

export const changePost = route({
  method: 'POST',
  path: '/workspaces/:workspace/posts/:post/changes',
  access: 'posts.schedule',
  status: 201,
  summary:
    'Edits, removes or answers a published post, as its channel allows. An edit takes the newest approved revision; words written for a channel, and a reply, need posts.correct',
  params: workspaceParams.extend({ post: id }),
  body: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('edit'),
      id: changeId,
      version,
      correctionId: id.optional(),
      /** The revision you saw; refused with 409 when it is no longer the newest approved one. */
      revision: z.number().int().min(1).optional(),
      /** For channels that get words of their own; as they are when left out. */
      content: postContent.omit({ replyTo: true, thread: true, part: true }).optional(),
    }),
    z.object({
      kind: z.literal('remove'),
      id: changeId,
      version,
      correctionId: id.optional(),
      reason: text(500).optional(),
    }),
    z.object({ kind: z.literal('reply'), id: changeId, version, correctionId: id.optional(), text: text(10_000) }),
    z.object({ kind: z.literal('leave'), id: changeId, version, correctionId: id, reason: text(500).optional() }),
  ]),
  response: postChange,
});
export const decideChange = route({
  method: 'POST',
  path: '/workspaces/:workspace/post-changes/:change/decision',
  access: 'posts.schedule',
  summary: 'A person has it done again, says that it was done by hand, or drops it',
  params: changeParams,
  body: z.object({ version, decision: z.enum(['again', 'done', 'drop']) }),
  response: postChange,
});
