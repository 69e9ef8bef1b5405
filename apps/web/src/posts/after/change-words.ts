import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { ChangeKind, ChangeState, PostChange } from '@mobilise/contracts/post-changes';
import { type PostState, stateWords } from '@mobilise/contracts/post-states';

/** The mark of a change: that of the state of a post which stands as it does. */
export const markOf = ({ kind, state, reply }: Pick<PostChange, 'kind' | 'state' | 'reply'>): PostState =>
  kind === 'reply' && reply ? reply.state : marks[state];

const marks: Record<ChangeState, PostState> = {
  planned: 'scheduled',
  held: 'held',
  doing: 'sending',
  unconfirmed: 'unconfirmed',
  done: 'published',
  refused: 'failed',
  needs_person: 'needs_person',
  dropped: 'cancelled',
};

const nouns: Record<Exclude<ChangeKind, 'leave' | 'reply'>, { what: string; doing: string; done: string }> = {
  edit: { what: 'Edit', doing: 'Being edited', done: 'Edited' },
  remove: { what: 'Deletion', doing: 'Being deleted', done: 'Deleted' },
};

/** How a change stands, in a sentence: `Edited on Mastodon, now revision 3.` */
export function sayChange(change: PostChange): string {
  const { kind, state, channelKind, channelReady, revision, reply, hold } = change;
  const label = channelKindOf(channelKind).label;
  if (kind === 'leave') return `Left as it is on ${label}.`;
  if (kind === 'reply') return reply ? `Reply on ${label}: ${sayReply(reply.state)}` : `Answered on ${label}.`;
  const { what, doing, done } = nouns[kind];
  switch (state) {
    case 'planned':
      return channelReady
        ? `${doing} on ${label} in a moment.`
        : `${what} on ${label}: waits until the channel is ready again.`;
    case 'held':
      return `${what} on ${label}: held, because ${hold?.by ?? 'a lead'} pressed the hold switch${hold ? `: ${hold.reason}` : ''}. When that is over, have it done.`;
    case 'doing':
      return `${doing} on ${label}.`;
    case 'unconfirmed':
      return `${what} on ${label}: no answer came. It is done again, which does no harm.`;
    case 'done':
      return `${done} on ${label}${revision === null ? '' : `, now revision ${revision}`}.`;
    case 'refused':
      return `${what} on ${label}: refused.`;
    case 'needs_person':
      return `${what} on ${label}: needs you.`;
    case 'dropped':
      return `${what} on ${label}: dropped.`;
  }
}

const sayReply = (state: PostState) =>
  state === 'published' ? 'it is out.' : `${stateWords[state].label.toLowerCase()}.`;

/** What deleting does on each kind of channel, before somebody does it. */
export const removalWords: Record<ChannelKindName, string> = {
  newsroom:
    'Its page says that it was taken down, and leaves lists and feeds. Links elsewhere that lead to it end there.',
  bluesky: 'It goes, with its likes and reposts. Replies and quotes of others stay.',
  mastodon: 'It goes, with its boosts. Replies stay, and other servers may show copies for a while.',
  linkedin: 'It goes, with its comments and reactions. What others reposted of it goes, too.',
  telegram: 'It goes for everybody. Telegram may refuse what is older than 48 hours.',
  slack: 'Slack lets us take nothing back: delete it there by hand, then say so here.',
  teams: 'Microsoft Teams lets us take nothing back: delete it there by hand, then say so here.',
  webhook: 'The program that takes the messages is told to take it away.',
  wordpress: 'It goes into the site’s bin, with its comments.',
  email: 'A letter that was sent cannot be called back: write to your readers by hand, then say so here.',
  ghost: 'It is deleted there for good, with its comments. Letters that went out stay where they are.',
};

/** Why what is out stays as it is on some kinds of channel. */
export const uneditable = (kind: ChannelKindName): string =>
  `${channelKindOf(kind).label} does not let anybody change what is out. ${
    channelKindOf(kind).after.reply ? 'Answer it with a correction, or delete it.' : 'Delete it there, or leave it.'
  }`;
