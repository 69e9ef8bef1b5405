import { linkBelow } from '@mobilise/contracts/channel-kinds/kind';
import type { slackConfig } from '@mobilise/contracts/channel-kinds/slack';
import { slackTyped } from '@mobilise/contracts/connecting/slack';
import type { z } from 'zod';
import type { Adapter, OutgoingPost } from './adapter.ts';
import { refuse, refusedConnect } from './connecting.ts';
import { openWebhook, postTo, quoted, type Webhook } from './incoming-webhook.ts';
import { type Advice, commonAdvice, outcomesWith } from './outcome.ts';
import { failureIn, type ReadError, type ServiceFailure } from './service.ts';

/**
 * A channel of a Slack workspace, through an incoming webhook (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
 * It answers `ok` and nothing else: no id, no address, no way to look, change or remove.
 */
export const slack: Adapter = { kind: 'slack', connect, check, publish, engagement };

/** Errors are one word of plain text. */
const readError: ReadError = (_body, text) => {
  const word = text.trim();
  return /^[a-z][a-z_]{1,60}$/.test(word) ? { error: word } : {};
};

/** The words for a webhook that posts no more (docs.slack.dev, “Handling errors”, read 2026-11-26). */
const ended = new Set([
  'no_service',
  'no_service_id',
  'no_active_hooks',
  'no_team',
  'team_disabled',
  'invalid_token',
  'channel_not_found',
  'channel_is_archived',
]);
const forbidden = new Set(['action_prohibited', 'posting_to_general_channel_denied']);

function adviceFor(failure: ServiceFailure): Advice {
  const { status, error } = failure;
  if (error === 'channel_is_archived')
    return { advice: 'The Slack channel is archived: make a webhook for another and reconnect.', reconnect: true };
  if (forbidden.has(error))
    return {
      advice: 'The workspace does not let the webhook post there: ask one of its administrators.',
      reconnect: true,
    };
  if (ended.has(error) || status === 404 || status === 410)
    return { advice: 'The webhook is no longer there: make a new one in Slack and reconnect.', reconnect: true };
  return commonAdvice(failure);
}

const { beforeWrite, ofWrite, ofCheck } = outcomesWith(adviceFor);

/**
 * Slack has no dry run. A message without anything in it is refused by a webhook that is alive with one of these words, and
 * with another status by one that is not. Observed behaviour, in no documentation.
 */
const alive = new Set(['no_text', 'invalid_payload', 'missing_text_or_fallback_or_attachments']);

/** Whether an empty message is refused as Slack refuses it; throws the failure of a webhook that is not alive. */
async function isAlive(webhook: Webhook): Promise<boolean> {
  try {
    await postTo(webhook, '{}', readError);
    return false;
  } catch (error) {
    const failure = failureIn(error);
    if (failure?.status === 400 && alive.has(failure.error)) return true;
    throw error;
  }
}

const notSlack = 'This address takes messages without words, which Slack’s webhooks do not.';
const checkAddress = 'Copy the webhook URL from Slack again.';

async function connect(...[typed, way]: Parameters<Adapter['connect']>): ReturnType<Adapter['connect']> {
  const { webhookUrl, place } = slackTyped.parse(typed);
  const webhook = openWebhook({ webhookUrl }, way);
  const isSlack = await isAlive(webhook).catch((error: unknown) => {
    throw refusedConnect(error, (failure) => ({
      field: 'webhookUrl',
      advice: failure.error ? adviceFor(failure).advice : checkAddress,
    }));
  });
  if (!isSlack) throw refuse(notSlack, { field: 'webhookUrl', advice: checkAddress });
  const config: z.infer<typeof slackConfig> = { place, host: webhook.url.host };
  return { config, credentials: { webhookUrl } };
}

async function check(...[connection]: Parameters<Adapter['check']>): ReturnType<Adapter['check']> {
  try {
    if (await isAlive(openWebhook(connection.credentials, connection))) return { ok: true };
    return { ok: false, message: notSlack, advice: checkAddress, reconnect: true };
  } catch (error) {
    return ofCheck(error);
  }
}

async function publish(...[post, connection]: Parameters<Adapter['publish']>): ReturnType<Adapter['publish']> {
  let webhook: Webhook;
  try {
    webhook = openWebhook(connection.credentials, connection);
  } catch (error) {
    return beforeWrite(error);
  }
  try {
    const answer = await (await postTo(webhook, JSON.stringify(bodyOf(post)), readError)).text();
    if (answer.trim() === 'ok') return { outcome: 'published', remoteId: post.handle, remoteUrl: null };
    return { outcome: 'unknown', message: `Slack answered “${quoted(answer, webhook)}” instead of “ok”.` };
  } catch (error) {
    return ofWrite(error);
  }
}

function bodyOf({ text, card }: OutgoingPost): Record<string, unknown> {
  return {
    text: escaped(card ? linkBelow(text, card.url) : text),
    // Links to pages are shown as cards only where the message asks for it.
    ...(card && { unfurl_links: true }),
  };
}

/** Slack's control characters (docs.slack.dev/messaging/formatting-message-text): no text of ours is a mention or a command. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A webhook tells no figures. */
async function engagement(...[remoteIds]: Parameters<Adapter['engagement']>): ReturnType<Adapter['engagement']> {
  return new Map(remoteIds.map((id) => [id, []]));
}
