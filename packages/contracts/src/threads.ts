import type { Limits } from './channel-kinds/kind.ts';
import { type ChannelKindName, channelKindOf, misfits } from './channels.ts';
import type { PostContent } from './post-content.ts';

/** What a part of a thread may be on a channel that takes `accepted` as a post. */
export function limitsOfParts(kind: ChannelKindName, accepted: Limits = channelKindOf(kind).limits): Limits {
  return { ...accepted, ...channelKindOf(kind).thread?.limits };
}

/** How many parts may follow a post that is itself the `part`-th of a thread. */
export function mostFollowing(kind: ChannelKindName, part = 1): number {
  return Math.max(0, (channelKindOf(kind).thread?.most ?? 0) - (part - 1));
}

/** Why a channel takes no such thread at all, whatever its parts say, and what to do; null when it does. */
export function threadRefusal(kind: ChannelKindName, { thread = [], part }: PostContent): string | null {
  const most = mostFollowing(kind, part);
  if (thread.length <= most) return null;
  const { label, thread: has } = channelKindOf(kind);
  if (!has) return `${label} has no threads. Leave the parts out, or write each as a post of its own`;
  if (has.noun === 'comment' && part !== undefined) return 'Nothing follows a comment. Leave the parts out';
  if (has.noun === 'comment') return `${label} takes one first comment. Leave the others out`;
  return `A thread on ${label} has at most ${has.most + 1} parts. Leave out ${thread.length - most}`;
}

/** What of the parts does not fit the channel, as sentences with the index of each part; empty when all fit. */
export function threadMisfits(
  kind: ChannelKindName,
  { thread = [] }: PostContent,
  accepted?: Limits,
): { index: number; message: string }[] {
  const limits = limitsOfParts(kind, accepted);
  return thread.flatMap((part, index) =>
    misfits(kind, { ...part, link: null }, limits).map((message) => ({ index, message })),
  );
}

/** What of a post itself does not fit the channel, as a post or as the part of a thread that it is. */
export function postMisfits(kind: ChannelKindName, content: PostContent, accepted?: Limits): string[] {
  if (content.part === undefined) return misfits(kind, content, accepted);
  const problems = misfits(kind, content, limitsOfParts(kind, accepted));
  if (content.link && channelKindOf(kind).thread?.noun === 'comment')
    problems.push('A comment has no link card. Put the link into its text.');
  return problems;
}
