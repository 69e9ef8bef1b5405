import { z } from 'zod';

/**
 * The state machine of a post. `draft` is not scheduled; `scheduled` waits for its instant; `claimed` belongs to one
 * publisher, nothing sent yet; `sending` means a byte may have left; `unconfirmed` means we do not know; `needs_person`
 * means that only a person can find out; `held` waits for a person's decision; `removed` was out and was taken away.
 */
export const postStates = [
  'draft',
  'scheduled',
  'claimed',
  'sending',
  'published',
  'removed',
  'unconfirmed',
  'needs_person',
  'held',
  'failed',
  'cancelled',
] as const;
export const postState = z.enum(postStates);
export type PostState = (typeof postStates)[number];

/** Every permitted transition. Nothing else may be written to `posts.state`. */
export const transitions: Record<PostState, readonly PostState[]> = {
  draft: ['scheduled', 'held', 'cancelled'],
  scheduled: ['claimed', 'draft', 'held', 'cancelled', 'scheduled'],
  claimed: ['sending', 'scheduled', 'held', 'failed'],
  sending: ['published', 'scheduled', 'failed', 'unconfirmed'],
  unconfirmed: ['published', 'scheduled', 'needs_person', 'failed'],
  needs_person: ['published', 'scheduled', 'cancelled'],
  held: ['scheduled', 'draft', 'cancelled', 'held'],
  failed: ['scheduled', 'held', 'draft', 'cancelled'],
  published: ['removed'],
  removed: [],
  cancelled: ['draft', 'scheduled', 'held'],
};

/** In these a post may be out, or was: people may have seen it, and linked to it. */
export const mayHaveBeenOut = [
  'claimed',
  'sending',
  'unconfirmed',
  'needs_person',
  'published',
  'removed',
] as const satisfies PostState[];

/** Why a post is held. */
export const holdReasons = ['approval', 'late', 'channel', 'switch', 'moved', 'files', 'consent'] as const;
export const holdReason = z.enum(holdReasons);
export type HoldReason = (typeof holdReasons)[number];

/** What a person may do to a post, and from which states. */
const commands = {
  edit: ['draft', 'scheduled', 'held', 'failed', 'cancelled'],
  schedule: ['draft', 'scheduled', 'held', 'failed', 'cancelled'],
  unschedule: ['scheduled', 'held', 'failed'],
  cancel: ['draft', 'scheduled', 'held', 'failed', 'needs_person'],
  retry: ['failed'],
  resolve: ['needs_person'],
  remove: ['draft', 'cancelled'],
  /** Edit, remove or answer what is out (contracts/post-changes.ts). */
  change: ['published'],
} as const satisfies Record<string, readonly PostState[]>;
export type PostCommand = keyof typeof commands;

/** Whether a person may do this to a post in this state. */
export function allows(state: PostState, command: PostCommand): boolean {
  return (commands[command] as readonly PostState[]).includes(state);
}

/** The states from which a command is allowed. */
export function statesFor(command: PostCommand): readonly PostState[] {
  return commands[command];
}

/** Each state in words: a label for badges and a sentence for the post page. */
export const stateWords: Record<PostState, { label: string; sentence: string }> = {
  draft: { label: 'Draft', sentence: 'Not scheduled.' },
  scheduled: { label: 'Scheduled', sentence: 'Goes out at its time.' },
  claimed: { label: 'Sending', sentence: 'The publisher is about to send it.' },
  sending: { label: 'Sending', sentence: 'On its way to the channel.' },
  published: { label: 'Published', sentence: 'The channel confirmed it.' },
  removed: { label: 'Removed', sentence: 'It was out, and was taken away.' },
  unconfirmed: {
    label: 'Unconfirmed',
    sentence: 'The channel did not answer. We are finding out whether it arrived; it will not be doubled.',
  },
  needs_person: {
    label: 'Needs you',
    sentence: 'We cannot find out whether it arrived. Look at the channel, then tell us.',
  },
  held: { label: 'Held', sentence: 'Waits for a decision.' },
  failed: { label: 'Not sent', sentence: 'The channel refused it.' },
  cancelled: { label: 'Cancelled', sentence: 'Will not be sent.' },
};

export const holdWords: Record<HoldReason, string> = {
  approval: 'Waits for approval: an owner or a lead approves the newest revision.',
  late: 'Its time passed by more than its grace while it could not be sent. Choose a new time, or publish it now.',
  channel: 'The channel is paused, does not answer or needs to be reconnected.',
  switch: 'A lead pressed the hold switch. When the hold is over, send it, give it a new time, or drop it.',
  files: 'It waits for its audio or video. It goes on when the files are there.',
  consent:
    'Somebody shown in it withdrew their consent, or the right to use it has ended. Take the upload out of the item, or choose another where it is the cover of its show; or drop the post.',
  moved: 'A change of clocks would have sent it at once, or too late. Choose a new time, or publish it now.',
};

/**
 * How the files stand for which a post is held: nobody needs to act while they are being made, unless it got too late for the
 * post meanwhile. A scheduled post says already that they failed or were stopped, since it would be held. Null for any other post.
 */
export const awaitedFiles = z.enum(['making', 'late', 'failed']).nullable();
type Standing = { state: PostState; holdReason: HoldReason | null; files: z.infer<typeof awaitedFiles> };

/** The state of a post in a word or two. */
export function labelOf({ state, files }: Pick<Standing, 'state' | 'files'>): string {
  if (files === 'making') return 'Waits for its files';
  return state === 'scheduled' && files === 'failed' ? 'Will be held' : stateWords[state].label;
}

/** Why a post is held, or will be, and what helps. */
export function sayHeld({ holdReason, files }: Pick<Standing, 'holdReason' | 'files'>): string {
  if (files === 'making')
    return 'It waits for its audio or video, which is being made. It goes on when the files are there.';
  if (files === 'late')
    return 'Its time passed by more than its grace while its audio or video was being made, so it does not go on by itself. Choose a time when that is there.';
  if (files === 'failed')
    return 'Its audio or video was not made. See why at its item, and have it made again or upload another file.';
  return holdWords[holdReason ?? 'approval'];
}
