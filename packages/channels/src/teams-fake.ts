import { z } from 'zod';
import type { ConformanceFake } from './conformance-fake.ts';
import { type FakeAnswer, fakeServer } from './fake-server.ts';

const workflow = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
export const fakeTeamsSignature = 'q7Zs-RiversideSignature_0123456789abcdefghij';
export const fakeTeamsPath = `/workflows/${workflow}/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${fakeTeamsSignature}`;

/** A workflow of Power Automate that posts what a webhook gets. It answers before it has posted, as real ones do. */
export interface TeamsFake extends ConformanceFake {
  /** The cards the channel shows. */
  cards: Record<string, unknown>[];
  /** The workflow's owner switches it off. */
  switchOff: () => void;
  /** Answers everything like this from now on. */
  answer: (answer: FakeAnswer) => void;
}

const message = z.object({
  type: z.literal('message'),
  attachments: z.array(
    z.object({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      content: z.looseObject({ type: z.literal('AdaptiveCard'), version: z.string(), body: z.array(z.unknown()) }),
    }),
  ),
});

/** Starts one on a random port of the loopback address. */
export async function teamsFake(): Promise<TeamsFake> {
  const cards: TeamsFake['cards'] = [];
  let fixed: FakeAnswer | null = null;
  let isOn = true;
  const server = await fakeServer(({ path, body }) => {
    if (fixed) return fixed;
    if (!path.startsWith(`/workflows/${workflow}/`))
      return refusal(404, 'WorkflowNotFound', 'The workflow could not be found.');
    if (path !== fakeTeamsPath)
      return refusal(401, 'DirectApiInvalidAuthorizationScheme', 'The authentication credentials are not valid.');
    if (!isOn)
      return refusal(
        400,
        'WorkflowTriggerIsNotEnabled',
        `Could not execute workflow '${workflow}' trigger 'manual' with state 'Disabled': trigger is not enabled.`,
      );
    // What the workflow makes of it, the caller never hears.
    const sent = message.safeParse(JSON.parse(body.toString()));
    for (const { content } of sent.data?.attachments ?? []) cards.push(content);
    return { status: 202 };
  });
  return {
    ...server,
    typed: (url) => ({ webhookUrl: `${url}${fakeTeamsPath}`, place: 'News at Riverside' }),
    mention: '@carers',
    preparing: [],
    write: { name: 'posting', matches: ({ method }) => method === 'POST' },
    look: null,
    made: () => cards.length,
    texts: () => cards.map((card) => textIn(card['body'])),
    tamper: null,
    expireSession: null,
    cards,
    switchOff: () => {
      isOn = false;
    },
    answer: (answer) => {
      fixed = answer;
    },
  };
}

const refusal = (status: number, code: string, message: string): FakeAnswer => ({
  status,
  body: { error: { code, message } },
});

const blocks = z.array(z.object({ inlines: z.array(z.object({ text: z.string() })) }));

/** The words of a card, a line for each block. */
function textIn(body: unknown): string {
  return blocks
    .parse(body)
    .map(({ inlines }) => inlines.map(({ text }) => text).join(''))
    .join('\n');
}
