import { sayFailure } from '@mobilise/contracts/failure-words';
import { holdWords, sayHeld } from '@mobilise/contracts/post-states';
import type { RestReason, WatchedPost } from '@mobilise/contracts/publishing';
import { sayInstant } from '@mobilise/contracts/time';
import { sayDuration, sayFrom } from './durations.ts';

/** What is known beside the post itself. */
export interface Facts {
  /** By the database's clock. */
  now: string;
  publishersLive: boolean;
  /** The workspace's. */
  zone: string;
}

export interface Why {
  /** Why it is not out, or that it is; the platform's own words in quotation marks. */
  sentence: string;
  /** What can be done, and where; null where nothing needs to be. */
  next: { label: string; at: 'post' | 'item' | 'channel' | 'held' } | null;
}

/** Milliseconds for which something due is on its way as it should be. */
const usual = 10_000;

export const restWords: Record<RestReason, string> = {
  asked: 'asked for a rest',
  pace: 'has had as many posts as it takes at a time',
  circuit: 'did not take several posts in a row',
};

/** Why a post is not out, in one sentence, from all that decides it. The first obstacle that a publisher would meet counts. */
export function whyNotOut(post: WatchedPost, { now, publishersLive, zone }: Facts): Why {
  const { channelName, failure, advice } = post;
  const at = (instant: string | null) => (instant ? sayInstant(instant, zone, now) : 'a time that nobody wrote down');
  const said = failure ? ` ${sayFailure(failure)}` : '';
  const ahead = advice ? ` ${advice}` : '';
  switch (post.state) {
    case 'published':
      return { sentence: `It is out, since ${at(post.publishedAt)}.`, next: null };
    case 'draft':
      return { sentence: 'It is a draft: nobody has scheduled it.', next: { label: 'Schedule it', at: 'post' } };
    case 'removed':
      return {
        sentence: `It was out since ${at(post.publishedAt)}, and has been deleted.`,
        next: { label: 'See the post', at: 'post' },
      };
    case 'cancelled':
      return { sentence: 'Somebody cancelled it.', next: { label: 'See the post', at: 'post' } };
    case 'failed':
      return {
        sentence: `${channelName} refused it.${said}${ahead}`,
        next: { label: 'Send it again or change it', at: 'post' },
      };
    case 'needs_person':
      return {
        sentence: `Nobody can find out from here whether it arrived on ${channelName}.${said}`,
        next: { label: 'Look there, then say what became of it', at: 'post' },
      };
    case 'unconfirmed': {
      const again = post.leaseUntil && isAfter(post.leaseUntil, now) ? sayFrom(now, post.leaseUntil) : 'in a moment';
      return {
        sentence: `${channelName} did not say whether it arrived.${said} It is looked for again ${again}.`,
        next: null,
      };
    }
    case 'held':
      return held(post);
    case 'claimed':
    case 'sending':
      return underWay(post, now);
    case 'scheduled': {
      const obstacle = obstacleOf(post, { now, publishersLive });
      const late = post.sendAt ? Date.parse(now) - Date.parse(post.sendAt) : 0;
      if (late < 0 && publishersLive && post.hold)
        return {
          sentence: `It is planned for ${at(post.sendAt)}, and will be held then: ${holdSentence(post.hold)}`,
          next: { label: 'See what is held', at: 'held' },
        };
      if (late < 0) {
        const retry = refusedBefore(post);
        const goesOut = `${retry}It ${retry ? 'is tried again' : 'goes out'} ${at(post.sendAt)}, ${sayFrom(now, post.sendAt ?? now)}.`;
        return obstacle
          ? { ...obstacle, sentence: `${goesOut} But ${obstacle.sentence}` }
          : { sentence: goesOut, next: null };
      }
      if (obstacle) return { ...obstacle, sentence: `It was due ${at(post.sendAt)}, but ${obstacle.sentence}` };
      if (late < usual) return { sentence: 'Its time has just come: a publisher is about to take it.', next: null };
      return {
        sentence: `It has been due for ${sayDuration(late)}. Nothing keeps it; the publishers have others to send first.`,
        next: null,
      };
    }
  }
}

/** What keeps a scheduled post, or will when its time comes; a half sentence. */
function obstacleOf(post: WatchedPost, { now, publishersLive }: Pick<Facts, 'now' | 'publishersLive'>): Why | null {
  const { channelName, channelRest } = post;
  if (!publishersLive)
    return {
      sentence: 'no publisher runs, so nothing goes out. Whoever runs this installation has to start one.',
      next: null,
    };
  if (post.hold)
    return {
      sentence: holdSentence(post.hold),
      next: { label: 'See what is held', at: 'held' },
    };
  if (post.channelState !== 'ready')
    return { sentence: channelSentence(post), next: { label: 'Look at the channel', at: 'channel' } };
  if (!post.approved)
    return {
      sentence: 'nobody has approved the words it carries.',
      next: { label: 'Read and approve the item', at: 'item' },
    };
  if (post.files) return { sentence: 'its audio or video was not made, so it will be held.', next: filesAt };
  if (channelRest && isAfter(channelRest.until, now) && (!post.sendAt || isAfter(channelRest.until, post.sendAt)))
    return {
      sentence: `${channelName} ${restWords[channelRest.why]}. It goes on ${sayFrom(now, channelRest.until)}.`,
      next: { label: 'Look at the channel', at: 'channel' },
    };
  return null;
}

const filesAt = { label: 'See its files', at: 'item' } as const;
const newTime = { label: 'Give it a new time', at: 'post' } as const;

function held(post: WatchedPost): Why {
  switch (post.holdReason) {
    case 'switch':
      return {
        sentence: post.hold ? `${holdSentence(post.hold)} It waits until somebody sends it.` : holdWords.switch,
        next: { label: 'See what is held', at: 'held' },
      };
    case 'channel':
      return {
        sentence: `It waits for its channel: ${channelSentence(post)}`,
        next: { label: 'Look at the channel', at: 'channel' },
      };
    case 'late':
      return { sentence: holdWords.late, next: newTime };
    case 'moved':
      return { sentence: holdWords.moved, next: newTime };
    case 'files':
      return {
        sentence: sayHeld(post),
        next: post.files === 'late' ? newTime : filesAt,
      };
    case 'consent':
      return { sentence: holdWords.consent, next: { label: 'See which upload, and why', at: 'post' } };
    default:
      return { sentence: holdWords.approval, next: { label: 'Read and approve the item', at: 'item' } };
  }
}

function underWay({ state, channelName, lastAttempt, leaseUntil, claimedBy }: WatchedPost, now: string): Why {
  if (leaseUntil && isAfter(now, leaseUntil))
    return {
      sentence:
        state === 'claimed'
          ? 'The publisher that had it has stopped before sending. Another takes it in a few seconds.'
          : 'The publisher that was sending it has stopped. In half a minute the channel is asked whether it arrived.',
      next: null,
    };
  const who = claimedBy ? `Publisher ${claimedBy}` : 'A publisher';
  if (state === 'claimed' || !lastAttempt) return { sentence: `${who} has it and is about to send it.`, next: null };
  return {
    sentence: `${who} is sending it to ${channelName}: try ${lastAttempt.number}, begun ${sayFrom(now, lastAttempt.startedAt)}.`,
    next: null,
  };
}

/** `Bluesky refused it: “Rate limited”. `; empty for a first try. */
function refusedBefore({ lastAttempt, channelName, sendAt, dueAt }: WatchedPost): string {
  if (lastAttempt?.outcome !== 'refused' || !sendAt || !dueAt || !isAfter(sendAt, dueAt)) return '';
  return `${channelName} did not take it at try ${lastAttempt.number}: “${lastAttempt.message ?? 'It gave no reason.'}” `;
}

function channelSentence({ channelName, channelState }: WatchedPost): string {
  if (channelState === 'paused') return `an owner has paused ${channelName}.`;
  if (channelState === 'needs_reconnect') return `${channelName} has to be reconnected by an owner.`;
  if (channelState === 'failing')
    return `${channelName} ${restWords.circuit}; it is asked now and then whether it works again.`;
  return `${channelName} works again; what is too late for its grace waits for a decision.`;
}

/** Instants may be written with different offsets and precision. */
const isAfter = (one: string, other: string) => Date.parse(one) > Date.parse(other);

const holdSentence = ({ by, reason }: NonNullable<WatchedPost['hold']>) =>
  `${by} pressed the hold switch: ${endSentence(reason)}`;

const endSentence = (words: string) => (/[.!?]$/.test(words) ? words : `${words}.`);
