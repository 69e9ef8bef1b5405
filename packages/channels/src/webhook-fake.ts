import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ConformanceFake } from './conformance-fake.ts';
import { type FakeAnswer, type FakeRequest, fakeServer } from './fake-server.ts';

export const fakeWebhookPath = '/hooks/riverside?key=3f9a6c1d8e2b4705a1c9';
export const fakeSigningSecret = 'correct horse battery staple river';

/** A receiver that keeps to docs/webhooks.md. */
export interface WebhookFake extends ConformanceFake {
  /** What it got and accepted, in order. */
  received: { headers: FakeRequest['headers']; raw: string; message: Record<string, unknown> }[];
  /** What it shows, by post. */
  shown: Map<string, Record<string, unknown>>;
  /** What it answers instead from now on. */
  answer: (answer: FakeAnswer) => void;
}

/** Starts one on a random port of the loopback address. */
export async function webhookFake(): Promise<WebhookFake> {
  const received: WebhookFake['received'] = [];
  const shown: WebhookFake['shown'] = new Map();
  const keys = new Set<string>();
  let fixed: FakeAnswer | null = null;
  const made: Record<string, unknown>[] = [];

  const take = (message: Record<string, unknown>, key: string): FakeAnswer => {
    const id = String(message['id']);
    switch (message['event']) {
      case 'post.published':
        if (!keys.has(key)) made.push(message);
        keys.add(key);
        shown.set(id, message);
        return { status: 201, body: { url: `https://intranet.riverside.example/news/${id}` } };
      case 'post.changed':
        if (!shown.has(id)) return { status: 410 };
        shown.set(id, message);
        return { status: 204 };
      case 'post.removed':
        return { status: shown.delete(id) ? 204 : 410 };
      default:
        return { status: 200 };
    }
  };
  const server = await fakeServer(({ method, path, headers, body }) => {
    if (fixed) return fixed;
    if (method !== 'POST' || path !== fakeWebhookPath) return { status: 404 };
    const raw = body.toString();
    if (!isSigned(headers, raw))
      return { status: 401, body: { error: 'bad_signature', message: 'The signature is not ours' } };
    const message = JSON.parse(raw) as Record<string, unknown>;
    received.push({ headers, raw, message });
    return take(message, String(headers['idempotency-key']));
  });
  return {
    ...server,
    typed: (url) => ({ webhookUrl: `${url}${fakeWebhookPath}`, signingSecret: fakeSigningSecret }),
    mention: '@carers',
    preparing: [],
    write: { name: 'sending', matches: ({ method }) => method === 'POST' },
    look: null,
    made: () => made.length,
    texts: () => made.map(({ text }) => String(text)),
    tamper: null,
    expireSession: null,
    received,
    shown,
    answer: (answer) => {
      fixed = answer;
    },
  };
}

function isSigned(headers: FakeRequest['headers'], raw: string): boolean {
  const expected = createHmac('sha256', fakeSigningSecret)
    .update(`${headers['mobilise-timestamp']}.${raw}`)
    .digest('hex');
  const given = String(headers['mobilise-signature']).padEnd(67);
  return given.length === 67 && timingSafeEqual(Buffer.from(given), Buffer.from(`v1=${expected}`));
}
