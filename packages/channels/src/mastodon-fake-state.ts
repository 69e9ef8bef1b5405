import { z } from 'zod';
import { contentOf, countable } from './mastodon-fake-content.ts';

export const fakeAccount = {
  id: '109302436954721982',
  username: 'riverside',
  domain: 'mastodon.test',
  token: 'T0ken-for-tests',
};
export const fakeFriend = 'carers@elsewhere.test';

export interface FakeStatus {
  id: string;
  text: string;
  language: string | null;
  visibility: string;
  media: string[];
  /** Milliseconds since 1970, by the server's clock. */
  createdAt: number;
  editedAt: number | null;
  isReblog: boolean;
  inReplyTo: string | null;
  /** What its HTML is where it is not made of the text. */
  content: string | null;
  figures: Record<string, number | null>;
}

export interface FakeMedia {
  bytes: Buffer;
  mime: string;
  description: string;
  uploadedAt: number;
  /** The status that shows it. */
  status: string | null;
  /** Looks that still find it in processing. */
  looks: number;
  hasFailed: boolean;
}

/** An answer that is an error, in the server's words. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, error: string, headers: Record<string, string> = {}) {
    super(error);
    this.status = status;
    this.headers = headers;
  }
}

const hour = 3_600_000;
const origin = `https://${fakeAccount.domain}`;
const written = z.object({
  status: z.string().default(''),
  language: z.string().nullish(),
  visibility: z.string().default('unlisted'),
  media_ids: z.array(z.string()).default([]),
  in_reply_to_id: z.string().nullish(),
  media_attributes: z.array(z.object({ id: z.string(), description: z.string() })).default([]),
});

/** What the server holds, and what it does to it. */
export function fakeState() {
  const statuses = new Map<string, FakeStatus>();
  const media = new Map<string, FakeMedia>();
  const keys = new Map<string, { id: string; until: number }>();
  const locks = new Set<string>();
  /** In the order in which they were made over the API. */
  const made: string[] = [];
  const plan = { ahead: 0, failsAfterCommit: false, held: Promise.resolve(), looksAtProcessing: 0 };
  let ids = 113_500_000_000_000_000n;

  const now = () => Date.now() + plan.ahead;
  const nextId = () => {
    ids += 1n;
    return String(ids);
  };
  const statusOf = (id: string) => {
    const status = statuses.get(id);
    if (!status) throw new Refusal(404, 'Record not found');
    return status;
  };
  /** An upload that no status shows, or the one with this id. One that waited for a day is gone. */
  const usable = (id: string, status: string | null) => {
    const found = media.get(id);
    if (!found || (found.status === null && now() - found.uploadedAt >= 24 * hour)) return null;
    return found.status === null || found.status === status ? found : null;
  };
  const attach = (images: readonly string[], status: string | null) => {
    for (const id of images) Object.assign(media.get(id) ?? {}, { status });
  };
  const attachment = (id: string) => {
    const { looks = 0, description = null } = media.get(id) ?? {};
    const file = `https://files.${fakeAccount.domain}/${id}.png`;
    return { id, type: 'image', url: looks === 0 ? file : null, preview_url: file, description };
  };
  const show = (status: FakeStatus) => ({
    id: status.id,
    created_at: new Date(status.createdAt).toISOString(),
    edited_at: status.editedAt && new Date(status.editedAt).toISOString(),
    in_reply_to_id: status.inReplyTo,
    visibility: status.visibility,
    language: status.language,
    url: `${origin}/@${fakeAccount.username}/${status.id}`,
    content: status.content ?? contentOf(status.text, { origin, known: [fakeFriend] }),
    media_attachments: status.media.map(attachment),
    replies_count: 0,
    reblogs_count: 0,
    favourites_count: 0,
    quotes_count: 0,
    ...status.figures,
  });
  /** What was sent, validated as PostStatusService and UpdateStatusService do. */
  const validated = (body: Buffer, status: string | null) => {
    const input = written.parse(JSON.parse(body.toString()));
    if (input.media_ids.length > 4) throw new Refusal(422, 'Cannot attach more than 4 files');
    const lost = input.media_ids.filter((id) => !usable(id, status));
    if (lost.length > 0)
      throw new Refusal(422, `Media ${lost.join(', ')} not found or already attached to another post`);
    if (input.media_ids.some((id) => media.get(id)?.looks))
      throw new Refusal(422, 'Cannot attach files that have not finished processing. Try again in a moment!');
    const text = input.status.trim();
    if (!text && input.media_ids.length === 0) throw new Refusal(422, "Validation failed: Text can't be blank");
    if (countable(text) > 500) throw new Refusal(422, 'Validation failed: Text character limit of 500 exceeded');
    return { ...input, text };
  };

  /** Something the account posts by other means. */
  const post = (overrides: Partial<FakeStatus>): FakeStatus => {
    const status = {
      id: nextId(),
      text: '',
      language: 'en',
      visibility: 'public',
      media: [],
      createdAt: now(),
      editedAt: null,
      isReblog: false,
      inReplyTo: null,
      content: null,
      figures: {},
      ...overrides,
    };
    statuses.set(status.id, status);
    return status;
  };
  const commit = (body: Buffer): FakeStatus => {
    const { text, language = null, visibility, media_ids, in_reply_to_id: inReplyTo = null } = validated(body, null);
    // PostStatusService looks the thread up and answers 404 without it.
    if (inReplyTo !== null) statusOf(inReplyTo);
    const status = post({ text, language, visibility, media: media_ids, inReplyTo });
    attach(media_ids, status.id);
    made.push(text);
    return status;
  };
  /** A status by its key: the lock, the key that is kept once the status is committed, and what goes wrong between. */
  const create = async (body: Buffer, key: string | null) => {
    if (key === null) return show(commit(body));
    const known = keys.get(key);
    if (known && known.until > now()) return show(statusOf(known.id));
    if (locks.has(key)) throw new Refusal(503, 'There was a temporary problem serving your request, please try again');
    locks.add(key);
    try {
      await plan.held;
      const { id } = commit(body);
      if (plan.failsAfterCommit) {
        plan.failsAfterCommit = false;
        throw new Refusal(500, 'Internal Server Error');
      }
      keys.set(key, { id, until: now() + hour });
      return show(statusOf(id));
    } finally {
      locks.delete(key);
    }
  };
  const update = (id: string, body: Buffer) => {
    const status = statusOf(id);
    const { text, language, media_ids, media_attributes } = validated(body, id);
    attach(status.media, null);
    attach(media_ids, id);
    for (const { id: image, description } of media_attributes) Object.assign(media.get(image) ?? {}, { description });
    Object.assign(status, { text, language: language ?? status.language, media: media_ids, editedAt: now() });
    return show(status);
  };
  const remove = (id: string, isWithMedia: boolean) => {
    const status = statusOf(id);
    const shown = { ...show(status), text: status.text };
    statuses.delete(id);
    attach(status.media, null);
    if (isWithMedia) for (const image of status.media) media.delete(image);
    return shown;
  };
  const list = (before: string | null, isWithoutReblogs: boolean, limit: number) =>
    [...statuses.values()]
      .filter(({ id, isReblog }) => (before === null || BigInt(id) < BigInt(before)) && !(isReblog && isWithoutReblogs))
      .sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1))
      .slice(0, Math.min(40, limit))
      .map(show);
  /** 202, and processing in the background, as before 4.0; later servers have done with an image when they answer. */
  const upload = (file: { bytes: Buffer; mime: string; description: string }) => {
    if (!/^image\/(png|jpeg|gif|webp)$/.test(file.mime))
      throw new Refusal(422, 'Validation failed: File content type is invalid, File is invalid');
    const id = nextId();
    media.set(id, { ...file, uploadedAt: now(), status: null, looks: plan.looksAtProcessing, hasFailed: false });
    return { ...attachment(id), url: null };
  };
  /** An upload as a look finds it; null while it is in processing. */
  const look = (id: string) => {
    const found = usable(id, null);
    if (!found) throw new Refusal(404, 'Record not found');
    if (found.hasFailed) throw new Refusal(422, 'Error processing thumbnail for uploaded media');
    const body = attachment(id);
    if (found.looks === 0) return body;
    found.looks -= 1;
    return null;
  };

  return { statuses, media, made, plan, now, statusOf, show, post, create, update, remove, list, upload, look };
}
