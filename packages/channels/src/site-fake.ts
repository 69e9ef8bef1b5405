import type { Stage } from './conformance-fake.ts';
import type { FakeAnswer } from './fake-server.ts';

/** The requests that a fake site has had, and those that it is told to answer otherwise. */
export interface SiteCalls {
  /** Requests to its API, as `PUT posts/7`, in order. */
  calls: string[];
  /** Answers a request, named as in `calls`, like this from now on. */
  refuse: (call: string | RegExp, answer: FakeAnswer) => void;
  /** Refuses nothing any more. */
  mend: () => void;
}

/** `note` writes a request down, and gives what it is to be answered with instead. */
export function siteCalls(): SiteCalls & { note: (name: string) => FakeAnswer | undefined } {
  const calls: string[] = [];
  const refusals: { call: string | RegExp; answer: FakeAnswer }[] = [];
  return {
    calls,
    note: (name) => {
      calls.push(name);
      return refusals.find(({ call }) => (typeof call === 'string' ? call === name : call.test(name)))?.answer;
    },
    refuse: (call, answer) => void refusals.push({ call, answer }),
    mend: () => {
      refusals.length = 0;
    },
  };
}

/** The name that a post gets: a number goes behind what another one has. */
export function freeSlug<Id>(posts: Map<Id, { id: Id; slug: string }>, wanted: string, own: Id): string {
  const taken = new Set([...posts.values()].filter(({ id }) => id !== own).map(({ slug }) => slug));
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(slug)) return slug;
  }
}

/** Requests that are known by their method and their path, query and all. */
export function stage(name: string, method: string, path: RegExp): Stage {
  return { name, matches: (head) => head.method === method && path.test(decodeURIComponent(head.path)) };
}
