import type { ConformanceFake } from './conformance-fake.ts';
import { type FakeAnswer, fakeServer } from './fake-server.ts';

export const fakeSlackPath = '/services/T0RIVER01/B0HOSPICE1/kEpTs3cr3tF0rTheRiver24x';

/** Slack's end of one incoming webhook. Errors have the statuses and words of Slack's. */
export interface SlackFake extends ConformanceFake {
  messages: Record<string, unknown>[];
  /** Requests that arrived, probes included. */
  requests: () => number;
  /** Answers everything like this from now on. */
  answer: (answer: FakeAnswer) => void;
}

/** Starts one on a random port of the loopback address. */
export async function slackFake(): Promise<SlackFake> {
  const messages: SlackFake['messages'] = [];
  let fixed: FakeAnswer | null = null;
  let requests = 0;
  const server = await fakeServer(({ method, path, body }) => {
    requests += 1;
    if (fixed) return fixed;
    if (path !== fakeSlackPath || method !== 'POST') return { status: 404, body: 'no_service' };
    const message = parse(body.toString());
    if (!message) return { status: 400, body: 'invalid_payload' };
    if (typeof message['text'] !== 'string' || message['text'].trim() === '') return { status: 400, body: 'no_text' };
    messages.push(message);
    return { status: 200, body: 'ok' };
  });
  return {
    ...server,
    typed: (url) => ({ webhookUrl: `${url}${fakeSlackPath}`, place: '#news at Riverside' }),
    mention: '@carers',
    preparing: [],
    write: { name: 'posting', matches: ({ method }) => method === 'POST' },
    look: null,
    made: () => messages.length,
    texts: () => messages.map(({ text }) => shown(String(text))),
    tamper: null,
    expireSession: null,
    messages,
    requests: () => requests,
    answer: (answer) => {
      fixed = answer;
    },
  };
}

function parse(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return parsed && typeof parsed === 'object' ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A text as Slack shows it. */
function shown(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
