import { telegramConfig } from '@mobilise/contracts/channel-kinds/telegram';
import { z } from 'zod';
import type { Connection } from './adapter.ts';
import { callService, type ReadError, ServiceFailure } from './service.ts';

/** One bot at one Bot API server. */
export interface Bot {
  service: string;
  token: string;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
}

const credentials = z.object({ token: z.string() });

/** The bot of a connection, and the chat it posts in. */
export function openBot(connection: Connection): { bot: Bot; chat: z.infer<typeof telegramConfig> } {
  const chat = telegramConfig.parse(connection.config);
  const { token } = credentials.parse(connection.credentials);
  return { bot: { service: chat.service, token, fetch: connection.fetch, signal: connection.signal }, chat };
}

const refusal = z.object({
  ok: z.literal(false),
  description: z.string(),
  /** Of ResponseParameters: seconds to wait after a 429. */
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});
const readRefusal: ReadError = (body) => {
  const { data } = refusal.safeParse(body);
  return { message: data?.description, retryAfter: data?.parameters?.retry_after };
};

/**
 * Calls a method of the Bot API (core.telegram.org/bots/api#making-requests) and gives back its result. Throws
 * ServiceFailure, whose words never hold the token although the address does.
 */
export async function callBot<T>(
  { service, token, fetch, signal }: Bot,
  method: string,
  parameters: FormData | Record<string, unknown>,
  result: z.ZodType<T>,
): Promise<T> {
  const isForm = parameters instanceof FormData;
  const response = await callService(
    { service, fetch, signal, secrets: [token] },
    `/bot${token}/${method}`,
    {
      method: 'POST',
      body: isForm ? parameters : JSON.stringify(parameters),
      ...(!isForm && { headers: { 'content-type': 'application/json' } }),
    },
    readRefusal,
  );
  const body: unknown = await response.json().catch(() => null);
  const answer = z.object({ ok: z.literal(true), result }).safeParse(body);
  if (answer.success) return answer.data.result;
  throw new ServiceFailure(`${new URL(service).host} gave an answer to ${method} that nobody can read`, {
    status: null,
    sent: true,
  });
}

export const me = z.object({ id: z.number().int(), username: z.string() });

const permissions = z.object({
  can_send_messages: z.boolean().optional(),
  can_send_photos: z.boolean().optional(),
});
export const fullChat = z.object({
  id: z.number().int(),
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
  title: z.string().optional(),
  username: z.string().optional(),
  permissions: permissions.optional(),
});
export const member = permissions.extend({
  status: z.enum(['creator', 'administrator', 'member', 'restricted', 'left', 'kicked']),
  can_post_messages: z.boolean().optional(),
});

export const message = z.object({
  message_id: z.number().int(),
  chat: z.object({ id: z.number().int(), username: z.string().optional() }),
});
export type Message = z.infer<typeof message>;

/** What keeps a bot from posting in a chat, as a sentence; null when nothing does. */
export function obstacleOf(chat: z.infer<typeof fullChat>, bot: z.infer<typeof member>): string | null {
  if (chat.type === 'private') return 'This is a person, not a channel or a group.';
  const what = chat.type === 'channel' ? 'channel' : 'group';
  if (bot.status === 'left' || bot.status === 'kicked') return `The bot is not in the ${what}.`;
  if (bot.status === 'creator') return null;
  if (chat.type === 'channel') {
    if (bot.status !== 'administrator') return 'The bot is not an administrator of the channel.';
    return bot.can_post_messages ? null : 'The bot is an administrator without the right “Post messages”.';
  }
  if (bot.status === 'administrator') return null;
  const allowed = bot.status === 'restricted' ? bot : chat.permissions;
  if (allowed?.can_send_messages === false) return 'The bot may not send messages in the group.';
  if (allowed?.can_send_photos === false) return 'The bot may not send photos in the group.';
  return null;
}
