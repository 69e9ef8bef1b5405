import { owner, team, zone } from './people.ts';
import type { Product } from './product.ts';

export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed JSON; null when there is none. */
  body: Record<string, unknown>;
}

/** What a program sends beside the address; an object is sent as JSON. */
interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
}

export type Ask = (method: string, path: string, sent?: Sent) => Promise<Answer>;

/** Makes the owner over HTTP; answers a function that asks below their workspace, which outlives a new address. */
export async function setUpByProgram(product: Product): Promise<{ ask: Ask; moveTo: (product: Product) => void }> {
  let { url } = product;
  const token = new URL(product.setupUrl).searchParams.get('token');
  const made = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, ...owner, workspace: { name: team, zone } }),
  });
  if (made.status !== 201) throw new Error(`The set-up was refused: ${await made.text()}`);
  const { workspaceId } = (await made.json()) as { workspaceId: string };
  const cookie = made.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const ask: Ask = async (method, path, { body, headers } = {}) => {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${url}/api/v1/workspaces/${workspaceId}${path}`, {
      method,
      headers: { cookie, ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: (isRaw ? body : JSON.stringify(body)) as BodyInit }),
    });
    const parsed: unknown = await response.json().catch(() => null);
    return { status: response.status, headers: response.headers, body: parsed as Record<string, unknown> };
  };
  return {
    ask,
    moveTo: (next) => {
      url = next.url;
    },
  };
}
