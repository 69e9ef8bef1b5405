import type { FakeAnswer, FakeRequest } from './fake-server.ts';

export interface FakeComment {
  id: string;
  /** Of the post’s activity, as LinkedIn names comments. */
  commentUrn: string;
  object: string;
  actor: string;
  message: { attributes: []; text: string };
  created: { actor: string; time: number };
  isDeleted: boolean;
}

/** What the comments of a fake stand on. */
interface Surroundings {
  /** Whether a post is there. */
  hasPost: (urn: string) => boolean;
  /** Whether the member may act for a page. */
  mayActFor: (organization: string) => boolean;
  nextId: () => string;
  failure: (status: number, code: string, message: string) => FakeAnswer;
}

/** The comments of the fake LinkedIn: `socialActions/{post}/comments`, after learn.microsoft.com, comments-api, November 2026. */
export function fakeComments({ hasPost, mayActFor, nextId, failure }: Surroundings) {
  const all = new Map<string, FakeComment>();
  const made: FakeComment[] = [];

  const write = (overrides: Pick<FakeComment, 'object' | 'actor'> & { text: string; time?: number }): FakeComment => {
    const { object, actor, text, time = Date.now() } = overrides;
    const id = nextId();
    const activity = object.replace(/(?:share|ugcPost)/, 'activity');
    const one: FakeComment = {
      id,
      commentUrn: `urn:li:comment:(${activity},${id})`,
      object,
      actor,
      message: { attributes: [], text },
      created: { actor, time },
      isDeleted: false,
    };
    all.set(id, one);
    return one;
  };

  /** `rest`: the path behind `socialActions/`. */
  const answer = ({ method, headers, body }: FakeRequest, rest: string, query: URLSearchParams): FakeAnswer => {
    const [, post = '', id] = /^([^/]+)\/comments(?:\/(\d+))?$/.exec(rest) ?? [];
    const object = decodeURIComponent(post);
    if (!hasPost(object)) return failure(404, 'NOT_FOUND', `Could not find entity ${object}`);
    if (!id && method === 'GET') {
      const [start, count] = [Number(query.get('start') ?? 0), Number(query.get('count') ?? 10)];
      const elements = [...all.values()].filter((one) => !one.isDeleted && one.object === object);
      return {
        status: 200,
        body: { paging: { start, count, links: [] }, elements: elements.slice(start, start + count) },
      };
    }
    if (!id && method === 'POST') {
      const input = JSON.parse(body.toString()) as { actor: string; object: string; message: { text: string } };
      if (!mayActFor(input.actor)) return failure(403, 'ACCESS_DENIED', 'Not enough permissions to access: comments');
      if (input.object !== object) return failure(400, 'INVALID_OBJECT', 'The object is not the one of the path');
      if (input.message.text.length > 1250)
        return failure(400, 'FIELD_LENGTH_TOO_LONG', 'Comment text length exceeds the maximum allowed');
      const one = write({ object, actor: input.actor, text: input.message.text });
      made.push(one);
      return { status: 201, headers: { 'x-restli-id': one.id }, body: one };
    }
    const actor = query.get('actor') ?? '';
    const known = all.get(id ?? '');
    if (!known || known.object !== object || known.isDeleted) return failure(404, 'NOT_FOUND', 'Could not find entity');
    if (known.actor !== actor || !mayActFor(actor)) return failure(403, 'ACCESS_DENIED', 'This is another’s comment');
    if (method === 'DELETE') {
      known.isDeleted = true;
      return { status: 204 };
    }
    if (method !== 'POST' || headers['x-restli-method'] !== 'PARTIAL_UPDATE')
      return failure(400, 'BAD_METHOD', 'Unexpected method');
    const { patch } = JSON.parse(body.toString()) as { patch: { message: { $set: { text: string } } } };
    known.message.text = patch.message.$set.text;
    return { status: 204 };
  };

  return { all, made, write, answer };
}
