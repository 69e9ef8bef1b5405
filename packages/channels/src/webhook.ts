import { randomUUID } from 'node:crypto';
import type { webhookConfig } from '@mobilise/contracts/channel-kinds/webhook';
import { webhookTyped } from '@mobilise/contracts/connecting/webhook';
import { httpUrl } from '@mobilise/contracts/fields';
import { z } from 'zod';
import type { Adapter, Change, Connection, OutgoingPost } from './adapter.ts';
import { refusedConnect } from './connecting.ts';
import { openWebhook, postTo, type Webhook } from './incoming-webhook.ts';
import { type Advice, commonAdvice, outcomesWith } from './outcome.ts';
import type { ReadError, ServiceFailure } from './service.ts';
import { messageOf, signatureOf } from './webhook-message.ts';

/**
 * A program of the team's own that takes signed messages (docs/webhooks.md). It is asked to take a message again without
 * harm, but nobody can know that it does: a send whose answer is lost needs a person.
 */
export const webhook: Adapter = { kind: 'webhook', connect, check, publish, edit, remove, engagement };

const credentials = z.object({ signingSecret: z.string() });

/** A webhook, and what its messages are signed with. */
interface Receiver extends Webhook {
  signingSecret: string;
}

function open(given: Record<string, unknown>, way: Pick<Connection, 'fetch' | 'signal'>): Receiver {
  const webhook = openWebhook(given, way);
  const { signingSecret } = credentials.parse(given);
  return { ...webhook, signingSecret, secrets: [signingSecret, ...webhook.secrets] };
}

const errorBody = z.object({ error: z.string().optional().catch(undefined), message: z.string() });
const readError: ReadError = (body) => errorBody.safeParse(body).data ?? {};

function adviceFor(failure: ServiceFailure): Advice {
  const { status } = failure;
  if (status === 401 || status === 403)
    return { advice: 'Give the receiver the same signing secret as this channel, then reconnect.', reconnect: true };
  if (status === 404)
    return { advice: 'There is nothing at the address: check it with whoever runs the receiver.', reconnect: true };
  return commonAdvice(failure);
}

// 404 says that there is no receiver, not that it has no such post.
const { beforeWrite, ofWrite, ofChange, ofCheck } = outcomesWith(adviceFor, ({ status }) => status === 410);

function send(receiver: Receiver, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const signature = signatureOf(body, receiver.signingSecret, Math.floor(Date.now() / 1000));
  return postTo(receiver, body, readError, { ...signature, ...headers });
}

function ping(receiver: Receiver): Promise<Response> {
  return send(receiver, JSON.stringify({ id: randomUUID(), event: 'ping', createdAt: new Date().toISOString() }));
}

async function connect(...[typed, way]: Parameters<Adapter['connect']>): ReturnType<Adapter['connect']> {
  const { webhookUrl, signingSecret } = webhookTyped.parse(typed);
  const receiver = open({ webhookUrl, signingSecret }, way);
  await ping(receiver).catch((error: unknown) => {
    throw refusedConnect(error, (failure) => ({
      field: failure.status === 401 || failure.status === 403 ? 'signingSecret' : 'webhookUrl',
      advice:
        failure.status === null || failure.status >= 500
          ? 'Check the address, and whether the receiver runs.'
          : adviceFor(failure).advice,
    }));
  });
  const config: z.infer<typeof webhookConfig> = { host: receiver.url.host };
  return { config, credentials: { webhookUrl, signingSecret } };
}

async function check(connection: Connection): ReturnType<Adapter['check']> {
  try {
    await ping(open(connection.credentials, connection));
    return { ok: true };
  } catch (error) {
    return ofCheck(error);
  }
}

async function publish(post: OutgoingPost, connection: Connection): ReturnType<Adapter['publish']> {
  let receiver: Receiver;
  let body: string;
  try {
    receiver = open(connection.credentials, connection);
    body = await messageOf('post.published', post, connection);
  } catch (error) {
    return beforeWrite(error);
  }
  try {
    const response = await send(receiver, body, { 'idempotency-key': post.postId });
    return { outcome: 'published', remoteId: post.postId, remoteUrl: await addressIn(response) };
  } catch (error) {
    return ofWrite(error);
  }
}

async function edit(_remoteId: string, post: OutgoingPost, connection: Connection): Promise<Change> {
  try {
    const body = await messageOf('post.changed', post, connection);
    const remoteUrl = await addressIn(await send(open(connection.credentials, connection), body));
    return { change: 'done', ...(remoteUrl && { remoteUrl }) };
  } catch (error) {
    return ofChange(error);
  }
}

async function remove(remoteId: string, connection: Connection): Promise<Change> {
  try {
    const body = JSON.stringify({ id: remoteId, event: 'post.removed' });
    await send(open(connection.credentials, connection), body);
    return { change: 'done' };
  } catch (error) {
    return ofChange(error);
  }
}

/** Where the receiver shows the post, if it says so. Its answer means nothing else: a status from 200 to 299 is a yes. */
async function addressIn(response: Response): Promise<string | null> {
  const answer: unknown = await response.json().catch(() => null);
  return z.object({ url: httpUrl }).safeParse(answer).data?.url ?? null;
}

/** A receiver tells no figures. */
async function engagement(remoteIds: string[]): ReturnType<Adapter['engagement']> {
  return new Map(remoteIds.map((id) => [id, []]));
}
