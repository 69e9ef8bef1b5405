import type { teamsConfig } from '@mobilise/contracts/channel-kinds/teams';
import { teamsTyped } from '@mobilise/contracts/connecting/teams';
import { z } from 'zod';
import type { Adapter } from './adapter.ts';
import { refusedConnect } from './connecting.ts';
import { openWebhook, postTo, quoted, type Webhook } from './incoming-webhook.ts';
import { type Advice, commonAdvice, outcomesWith } from './outcome.ts';
import { failureIn, type ReadError, type ServiceFailure } from './service.ts';
import { messageOf, messageWith } from './teams-card.ts';

/**
 * A channel or chat of Microsoft Teams, through a workflow that begins when a webhook request is received. Its answer comes
 * before the workflow has posted: `published` means that Teams took it, and nobody can look, change or remove.
 */
export const teams: Adapter = { kind: 'teams', connect, check, publish, engagement };

/** Bytes of a message (learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors: 28 KB, read 2026-11-26). */
const maxBytes = 28_000;

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
/** Workflows answer `{ "error": { "code", "message" } }`, the connectors before them plain text. */
const readError: ReadError = (body, text) => {
  const { data } = errorBody.safeParse(body);
  if (data) return { error: data.error.code, message: data.error.message };
  return { message: body === null && !text.includes('<') ? text.trim().slice(0, 300) : undefined };
};

function adviceFor(failure: ServiceFailure): Advice {
  const { status, error } = failure;
  // The workflow is off, or was deleted: 400 with this code (observed), as well as the statuses that say so.
  if (/^Workflow(?:TriggerIsNotEnabled|NotFound|Disabled)$/.test(error) || status === 404 || status === 410)
    return {
      advice: 'Switch the workflow on in the Workflows app of Teams, or make a new one and reconnect.',
      reconnect: true,
    };
  if (status === 401 || status === 403)
    return { advice: 'Copy the whole address from the workflow again and reconnect.', reconnect: true };
  return commonAdvice(failure);
}

const { beforeWrite, ofWrite, ofCheck } = outcomesWith(adviceFor);

/**
 * Sends a message without a card: the workflow runs over an empty list and posts nothing. A connector of old, which posts
 * nothing without words either, says so. Both observed, in no documentation.
 */
async function probe(webhook: Webhook): Promise<void> {
  try {
    await postTo(webhook, JSON.stringify(messageWith([])), readError);
  } catch (error) {
    const failure = failureIn(error);
    if (failure?.status === 400 && /summary or text is required/i.test(failure.message)) return;
    throw error;
  }
}

async function connect(...[typed, way]: Parameters<Adapter['connect']>): ReturnType<Adapter['connect']> {
  const { webhookUrl, place } = teamsTyped.parse(typed);
  const webhook = openWebhook({ webhookUrl }, way);
  await probe(webhook).catch((error: unknown) => {
    throw refusedConnect(error, (failure) => ({
      field: 'webhookUrl',
      advice: failure.spoken ? adviceFor(failure).advice : 'Copy the whole address from the workflow again.',
    }));
  });
  const config: z.infer<typeof teamsConfig> = { place, host: webhook.url.host };
  return { config, credentials: { webhookUrl } };
}

async function check(...[connection]: Parameters<Adapter['check']>): ReturnType<Adapter['check']> {
  try {
    await probe(openWebhook(connection.credentials, connection));
    return { ok: true };
  } catch (error) {
    return ofCheck(error);
  }
}

async function publish(...[post, connection]: Parameters<Adapter['publish']>): ReturnType<Adapter['publish']> {
  let webhook: Webhook;
  const body = JSON.stringify(messageOf(post));
  const over = Buffer.byteLength(body) - maxBytes;
  // A workflow may take a larger one and then fail to post it, and nobody would hear of it.
  if (over > 0)
    return {
      outcome: 'failed',
      message: `Teams takes ${maxBytes} bytes a message; this one is ${over} bytes too long.`,
      advice: 'Shorten the text, then send again.',
    };
  try {
    webhook = openWebhook(connection.credentials, connection);
  } catch (error) {
    return beforeWrite(error);
  }
  try {
    const response = await postTo(webhook, body, readError);
    const answer = await response.text();
    // A workflow answers 202, the connectors before it `1`; those report failures with status 200 too.
    if (response.status === 202 || ['', '1'].includes(answer.trim()))
      return { outcome: 'published', remoteId: post.handle, remoteUrl: null };
    return { outcome: 'unknown', message: `Teams answered “${quoted(answer, webhook)}”.` };
  } catch (error) {
    return ofWrite(error);
  }
}

/** A workflow tells no figures. */
async function engagement(...[remoteIds]: Parameters<Adapter['engagement']>): ReturnType<Adapter['engagement']> {
  return new Map(remoteIds.map((id) => [id, []]));
}
