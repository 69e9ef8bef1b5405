import type { HoldReason } from '@mobilise/contracts/post-states';
import type { ListedPost } from '@mobilise/contracts/posts';

/** Posts that wait for the same reason. */
export interface HeldGroup {
  key: string;
  needsPerson: boolean;
  title: string;
  /** What happened, and what to do. */
  why: string;
  /** Whether time is all they lack, so that they may be given one together. */
  canSpread: boolean;
  /** The hold that keeps them, while it is known. */
  kept: ListedPost['hold'];
  posts: ListedPost[];
}

type Reason = HoldReason | 'failed' | 'needs_person' | 'making';

/** In the order in which a person would look at them. */
const reasons: Record<Reason, Omit<HeldGroup, 'key' | 'needsPerson' | 'kept' | 'posts'>> = {
  switch: {
    title: 'Kept by the hold switch',
    why: 'When it is over, send them, choose new times, or spread them out.',
    canSpread: true,
  },
  needs_person: {
    title: 'Nobody knows whether they arrived',
    why: 'Look at the channel, then tell us what became of each.',
    canSpread: false,
  },
  failed: {
    title: 'Not sent',
    why: 'The channel refused them. Put right what it says, then send them again.',
    canSpread: true,
  },
  late: {
    title: 'Missed their time',
    why: 'They could not be sent when they were due, and nobody decided since.',
    canSpread: true,
  },
  moved: {
    title: 'Moved by a change of clocks',
    why: 'They would have gone out at once, or too late. Choose new times, or publish them now.',
    canSpread: true,
  },
  channel: {
    title: 'Channel not ready',
    why: 'It is paused, does not answer or needs to be reconnected. Once it is ready they go out, unless it is too late.',
    canSpread: true,
  },
  files: {
    title: 'Audio or video was not made',
    why: 'Their items say why. Have the files made again, or upload another file. What is not due yet will be held at its time.',
    canSpread: false,
  },
  consent: {
    title: 'May not be shown any more',
    why: 'Somebody withdrew their consent, or the right to use an upload has ended. Take it out of the item, or drop the post.',
    canSpread: false,
  },
  approval: {
    title: 'Waiting for approval',
    why: 'Once an owner or a lead approves the newest revision they go out, unless it is too late.',
    canSpread: false,
  },
  making: {
    title: 'Waiting for their audio or video',
    why: 'Nobody needs to do anything: once the files are made they go out, unless it is too late.',
    canSpread: false,
  },
};
const order = Object.keys(reasons) as Reason[];

function reasonOf({ state, holdReason, files }: ListedPost): Reason {
  if (state === 'failed' || state === 'needs_person') return state;
  // A scheduled one has no reason yet: it will be held for its files.
  return files === 'making' || files === 'late' ? files : (holdReason ?? 'files');
}

/** Groups posts that are held, will be or failed by why they wait, those for which nobody needs to act last; in a group the earliest due first, as they are spread out. */
export function groupHeld(posts: readonly ListedPost[]): HeldGroup[] {
  const groups = Map.groupBy(byTime(posts), (post) =>
    JSON.stringify([order.indexOf(reasonOf(post)), post.hold?.reason, post.hold?.by]),
  );
  return [...groups]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([key, posts]) => {
      const [first] = posts;
      const reason = first ? reasonOf(first) : 'approval';
      const needsPerson = reason !== 'making';
      return {
        key,
        needsPerson,
        ...reasons[reason],
        ...(first?.hold && sayKeeper(first.hold)),
        kept: first?.hold ?? null,
        posts,
      };
    });
}

const sayKeeper = ({ reason, by }: NonNullable<ListedPost['hold']>) => ({
  title: `Kept by the hold switch: ${reason}`,
  why: `${by} pressed it. ${reasons.switch.why}`,
});

/** Posts in the order of their times, as the server spreads them. */
export function byTime<T extends Pick<ListedPost, 'dueAt' | 'id'>>(posts: readonly T[]): T[] {
  // A post without a time comes last, and `~` after every digit.
  const key = ({ dueAt, id }: T) => `${dueAt ?? '~'} ${id}`;
  return [...posts].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
