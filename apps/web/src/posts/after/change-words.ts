import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import { type ChangeKind, type ChangeState, isFinal, type PostChange } from '@mobilise/contracts/post-changes';
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

/** How a change stands, in a sentence: `Edited on Our Mastodon, now revision 3.` */
export function sayChange(change: PostChange): string {
  const { kind, state, channelName, channelReady, revision, reply, hold } = change;
  if (kind === 'leave') return `Left as it is on ${channelName}.`;
  if (kind === 'reply')
    return reply ? `Reply on ${channelName}: ${sayReply(reply.state)}` : `Answered on ${channelName}.`;
  const { what, doing, done } = nouns[kind];
  switch (state) {
    case 'planned':
      return channelReady
        ? `${doing} on ${channelName} in a moment.`
        : `${what} on ${channelName}: waits until the channel is ready again.`;
    case 'held':
      return `${what} on ${channelName}: held, because ${hold?.by ?? 'a lead'} pressed the hold switch${hold ? `: ${hold.reason}` : ''}. When that is over, have it done.`;
    case 'doing':
      return `${doing} on ${channelName}.`;
    case 'unconfirmed':
      return `${what} on ${channelName}: no answer came. It is done again, which does no harm.`;
    case 'done':
      return `${done} on ${channelName}${revision === null ? '' : `, now revision ${revision}`}.`;
    case 'refused':
      return `${what} on ${channelName}: refused.`;
    case 'needs_person':
      return `${what} on ${channelName}: needs you.`;
    case 'dropped':
      return `${what} on ${channelName}: dropped.`;
  }
}

const sayReply = (state: PostState) =>
  state === 'published' ? 'it is out.' : `${stateWords[state].label.toLowerCase()}.`;

/** Whether what goes out on some channels can be taken away again, before it goes. */
export function sayTakingBack(channels: readonly { name: string; kind: ChannelKindName }[]): string {
  const stays = channels.filter(({ kind }) => !channelKindOf(kind).after.remove);
  if (stays.length === 0) return 'It can be deleted afterwards; who has seen it has seen it.';
  if (stays.length === channels.length) return 'From here it cannot be taken back.';
  return `It can be deleted afterwards, but cannot be taken back from ${list.format(stays.map(({ name }) => name))}.`;
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

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
  email: 'A letter that was sent cannot be called back. To put it right, send your readers another.',
  ghost: 'It is deleted there for good, with its comments. Letters that went out stay where they are.',
};

/** Why what is out stays as it is on some kinds of channel. */
export function uneditable(kind: ChannelKindName): string {
  if (isFinal(kind)) return removalWords[kind];
  const { label, after } = channelKindOf(kind);
  return `${label} does not let anybody change what is out. ${
    after.reply ? 'Answer it with a correction, or delete it.' : 'Delete it there, or leave it.'
  }`;
}
