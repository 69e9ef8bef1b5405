import type { PostContent } from '@mobilise/contracts/post-content';
import { allows } from '@mobilise/contracts/post-states';
import type { Post } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import { describe, expect, test } from 'vitest';
import { buildCard } from '../calendar/testing.ts';
import {
  type Intent,
  mayHelpAgain,
  type Outcome,
  type PostCalls,
  type Sending,
  sendOne,
  type When,
} from './send-one.ts';

const content: PostContent = { text: 'Come on Saturday', images: [], link: null };
const edited: PostContent = { ...content, text: 'Come on Sunday' };
const sending: Sending = { id: 'one', itemId: 'clinic', channelId: 'sky', content };
const at: When = { wallTime: '2026-11-30T09:00', disambiguation: null };
const later: When = { wallTime: '2026-10-25T01:30', disambiguation: 'later' };
const slot: When = { wallTime: '2026-12-01T09:00', disambiguation: null };
const schedule: Intent = { what: 'schedule', ...at };
const unreached = new Problem('unavailable', 'Mobilise cannot be reached at this moment.');
const signedOut = new Problem('not_signed_in', 'Sign in first.');

type Step = keyof PostCalls;
/** Whether the request never arrives, its answer is lost, or it is refused. */
type Fault = 'unreached' | 'lost' | 'refused';

/** A server with one post, that does as the real one does and can go wrong at the next call of a step. */
function fakeServer() {
  let post: Post | null = null;
  const faults = new Map<Step, Fault>();
  const did: Step[] = [];
  const run = async (step: Step, change: () => Post): Promise<Post> => {
    const fault = faults.get(step);
    faults.delete(step);
    if (fault === 'refused') throw signedOut;
    if (fault === 'unreached') throw unreached;
    const present = post;
    post = change();
    if (post !== present) did.push(step);
    if (fault === 'lost') throw unreached;
    return post;
  };
  const changed = (command: 'edit' | 'schedule' | 'unschedule', version: number, changes: Partial<Post>): Post => {
    if (!post) throw new Problem('not_found', 'There is no such post.');
    if (!allows(post.state, command)) throw new Problem('wrong_state', 'Not possible now.');
    if (post.version !== version) throw new Problem('stale_version', 'Somebody changed this.');
    return { ...post, ...changes, version: version + 1 };
  };
  const onSchedule = ({ wallTime, disambiguation }: When) => ({
    state: 'scheduled' as const,
    wallTime,
    disambiguation,
    queued: false,
  });
  const calls: PostCalls = {
    make: ({ content: words = content, schedule }) =>
      run('make', () => post ?? { ...draft, content: words, ...(schedule && onSchedule(schedule as When)) }),
    write: ({ version }, content) => run('write', () => changed('edit', version, { content })),
    schedule: ({ version }, when) => run('schedule', () => changed('schedule', version, onSchedule(when))),
    publish: ({ version }) =>
      run('publish', () => changed('schedule', version, { ...onSchedule(at), wallTime: '2026-11-23T10:07' })),
    queue: ({ version }) => run('queue', () => changed('schedule', version, { ...onSchedule(slot), queued: true })),
    unschedule: ({ version }) =>
      run('unschedule', () => changed('unschedule', version, { state: 'draft', wallTime: null })),
  };
  return {
    calls,
    did,
    fail: (step: Step, fault: Fault) => faults.set(step, fault),
    /** What the publisher or a colleague does meanwhile. */
    change: (changes: Partial<Post>) => {
      if (post) post = { ...post, ...changes, version: post.version + 1 };
    },
    get post() {
      return post;
    },
  };
}

const draft: Post = {
  ...buildCard({ id: 'one', state: 'draft', wallTime: null }),
  content,
  thread: [],
  revision: { id: 'first', number: 1, title: 'First' },
  ended: [],
  newestRevision: 1,
  series: null,
  disambiguation: null,
  queued: false,
  remoteUrl: null,
  editedAt: null,
  advice: null,
  grace: 60,
  override: null,
  createdBy: null,
  createdAt: '2026-11-23T10:00:00Z',
  attempts: [],
  hold: null,
};

type Server = ReturnType<typeof fakeServer>;

/** Tries until it is done, as a person does. */
async function tryAll(server: Server, intent: Intent, wanted = sending, before?: Outcome): Promise<Outcome> {
  let outcome = before;
  for (let tries = 0; tries < 4 && !outcome?.isDone; tries += 1)
    outcome = await sendOne(server.calls, wanted, intent, outcome);
  if (!outcome?.isDone) throw new Error('never done', { cause: outcome?.problem });
  return outcome;
}

const wanted = [
  { intent: { what: 'drafts' } as Intent, steps: ['make', 'write', 'unschedule'], state: 'draft', wallTime: null },
  { intent: schedule, steps: ['make', 'write', 'schedule'], state: 'scheduled', wallTime: at.wallTime },
  {
    intent: { what: 'now' } as Intent,
    steps: ['make', 'write', 'publish'],
    state: 'scheduled',
    wallTime: '2026-11-23T10:07',
  },
  {
    intent: { what: 'queue' } as Intent,
    steps: ['make', 'write', 'queue'],
    state: 'scheduled',
    wallTime: slot.wallTime,
  },
] as const;

describe.each(wanted)('to $intent.what', ({ intent, steps, state, wallTime }) => {
  const starts: [string, Intent | null][] = [
    ['from nothing', null],
    ['from a draft', { what: 'drafts' }],
    ['from a post that is scheduled', { what: 'schedule', ...later }],
  ];
  describe.each(starts)('%s', (_, start) => {
    test.each(
      steps.flatMap((step) => (['unreached', 'lost', 'refused'] as const).map((fault) => [step, fault] as const)),
    )('a %s that is %s is made good by trying again, with the words of then', async (step, fault) => {
      const server = fakeServer();
      if (start) await sendOne(server.calls, sending, start);
      server.fail(step, fault);
      const first = await sendOne(server.calls, { ...sending, content: edited }, intent);
      const again = { ...sending, content: { ...edited, text: 'Come on Monday' } };
      await tryAll(server, intent, again, first.isDone ? undefined : first);
      expect(server.post).toMatchObject({ state, wallTime, content: again.content });
      expect(server.did.filter((one) => one === 'make')).toHaveLength(1);
    });
  });

  test.each(steps)('what went out while the answer to a %s was lost is done', async (step) => {
    const server = fakeServer();
    await sendOne(server.calls, sending, { what: 'schedule', ...later });
    server.fail(step, 'lost');
    const first = await sendOne(server.calls, { ...sending, content: edited }, intent);
    expect(first).toMatchObject({ isDone: false, isUnsure: true });
    server.change({ state: 'published' });
    const before = server.did.length;
    expect(await sendOne(server.calls, sending, intent, first)).toMatchObject({
      isDone: true,
      post: { state: 'published' },
    });
    expect(server.did).toHaveLength(before);
  });
});

test('what an earlier try did is not done again', async () => {
  const server = fakeServer();
  for (const when of [later, at]) {
    await sendOne(server.calls, sending, { what: 'schedule', ...when });
    await sendOne(server.calls, sending, { what: 'schedule', ...when });
  }
  expect(server.did).toEqual(['make', 'schedule']);
});

test('what has its slot is given no other', async () => {
  const server = fakeServer();
  await sendOne(server.calls, sending, { what: 'queue' });
  await sendOne(server.calls, sending, { what: 'queue' });
  expect(server.did).toEqual(['make', 'queue']);
});

test('the other of two hours with one name is another time', async () => {
  const server = fakeServer();
  await sendOne(server.calls, sending, { what: 'schedule', ...later });
  await sendOne(server.calls, sending, { what: 'schedule', ...later, disambiguation: 'earlier' });
  expect(server.post?.disambiguation).toBe('earlier');
});

test('words that nobody wrote are left to the server', async () => {
  const server = fakeServer();
  const { content: _, ...place } = sending;
  server.fail('make', 'lost');
  await tryAll(server, schedule, place);
  expect(server.did).toEqual(['make']);
});

test('nobody knows how it stands from a lost answer until the post is seen again', async () => {
  const server = fakeServer();
  const publish: Intent = { what: 'now' };
  server.fail('publish', 'lost');
  const lost = await sendOne(server.calls, sending, publish);
  expect(lost).toMatchObject({ isUnsure: true, post: { state: 'draft' } });
  server.fail('make', 'refused');
  const refused = await sendOne(server.calls, sending, publish, lost);
  expect(refused).toMatchObject({ isUnsure: true, problem: signedOut });
  server.fail('publish', 'refused');
  expect(await sendOne(server.calls, sending, publish, refused)).toMatchObject({
    isUnsure: false,
    post: { state: 'scheduled' },
  });
});

test('a refusal before anything was made leaves nothing behind', async () => {
  const server = fakeServer();
  server.fail('make', 'refused');
  expect(await sendOne(server.calls, sending, schedule)).toMatchObject({ post: null, isUnsure: false, isDone: false });
});

test('another try is offered where it may come to something', () => {
  expect(mayHelpAgain(unreached)).toBe(true);
  expect(mayHelpAgain(new TypeError('Failed to fetch'))).toBe(true);
  expect(mayHelpAgain(new Problem('alternatives_missing', 'Describe the image.'))).toBe(true);
  expect(mayHelpAgain(new Problem('wrong_state', 'Upload the video. Without it there is nothing to publish.'))).toBe(
    false,
  );
});
