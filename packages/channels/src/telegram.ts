import type { telegramConfig } from '@mobilise/contracts/channel-kinds/telegram';
import { telegramTyped } from '@mobilise/contracts/connecting/telegram';
import { z } from 'zod';
import type { Adapter, Change, Connection, OutgoingPost } from './adapter.ts';
import { refuse, refusedConnect } from './connecting.ts';
import { wordsOf } from './service.ts';
import { type Bot, callBot, fullChat, me, member, message, obstacleOf, openBot } from './telegram-api.ts';
import { creationOf, partsOf, picturesOf, replacementOf, textOf, whereabouts } from './telegram-message.ts';
import { adviceFor, beforeWrite, isUnchanged, letIn, ofChange, ofCheck, ofWrite } from './telegram-outcome.ts';

/**
 * A channel or group of Telegram, through the Bot API. Nothing makes a repeat safe and nobody can look, so a send whose answer
 * is lost needs a person. Words go out as they are: without a parse mode nothing in them is markup.
 */
export const telegram: Adapter = { kind: 'telegram', connect, check, publish, edit, remove, engagement };

async function connect(...[typed, { fetch, signal }]: Parameters<Adapter['connect']>): ReturnType<Adapter['connect']> {
  const { service: address, token, chat: chatName } = telegramTyped.parse(typed);
  const service = new URL(address).origin;
  const bot: Bot = { service, token, fetch, signal };
  const self = await callBot(bot, 'getMe', {}, me).catch((error: unknown) => {
    throw refusedConnect(error, ({ status, spoken }) =>
      spoken && (status === 401 || status === 404)
        ? { field: 'token', advice: 'Copy the token from BotFather again; Telegram does not know this one.' }
        : notBotApi,
    );
  });
  const { chat, obstacle } = await look(bot, chatName, self.id).catch((error: unknown) => {
    throw refusedConnect(error, (failure) => {
      if (!failure.spoken) return notBotApi;
      return {
        field: 'chat',
        advice: /chat not found/i.test(failure.message) ? findable : adviceFor(failure).advice,
      };
    });
  });
  if (obstacle) throw refuse(obstacle, { field: 'chat', advice: letIn });
  const config: z.infer<typeof telegramConfig> = {
    service,
    chatId: String(chat.id),
    title: chat.title ?? chatName,
    username: chat.username ?? null,
    botId: self.id,
    bot: self.username,
  };
  return { config, credentials: { token } };
}

async function check(connection: Connection): ReturnType<Adapter['check']> {
  try {
    const { bot, chat } = openBot(connection);
    const { obstacle } = await look(bot, chat.chatId, chat.botId);
    return obstacle ? { ok: false, message: obstacle, advice: letIn, reconnect: true } : { ok: true };
  } catch (error) {
    return ofCheck(error);
  }
}

const notBotApi = { field: 'service', advice: 'Check the address; it may not be a Bot API server.' };
const findable = 'Check the name. Add the bot to a private channel or group first: else Telegram does not find it.';

/** A chat, and what keeps the bot from posting in it. */
async function look(bot: Bot, chatId: string, botId: number) {
  const chat = await callBot(bot, 'getChat', { chat_id: chatId }, fullChat);
  const self = await callBot(bot, 'getChatMember', { chat_id: chatId, user_id: botId }, member);
  return { chat, obstacle: obstacleOf(chat, self) };
}

async function publish(post: OutgoingPost, connection: Connection): ReturnType<Adapter['publish']> {
  let bot: Bot;
  let creation: ReturnType<typeof creationOf>;
  try {
    const opened = openBot(connection);
    bot = opened.bot;
    creation = creationOf(opened.chat.chatId, post, await picturesOf(post, connection));
  } catch (error) {
    return beforeWrite(error);
  }
  const { method, parameters } = creation;
  try {
    const messages =
      method === 'sendMediaGroup'
        ? await callBot(bot, method, parameters, z.array(message).min(1))
        : [await callBot(bot, method, parameters, message)];
    return { outcome: 'published', ...whereabouts(messages) };
  } catch (error) {
    return ofWrite(error);
  }
}

/** Puts every picture in its place again, since nobody can tell whether the one that is there is still the right one. */
async function edit(remoteId: string, post: OutgoingPost, connection: Connection): Promise<Change> {
  const { chatId, messageIds } = partsOf(remoteId);
  // A text may get one picture; beyond that an album is what it is.
  if (messageIds.length !== Math.max(1, post.images.length))
    return {
      change: 'refused',
      message: `Telegram shows ${messageIds.length === 1 ? 'one message' : `${messageIds.length} pictures`} here, and cannot make another number of it.`,
      advice: 'Remove the post and publish it again, or keep the number of pictures.',
    };
  let done = 0;
  try {
    const { bot } = openBot(connection);
    const pictures = await picturesOf(post, connection);
    for (const [index, messageId] of messageIds.entries()) {
      const picture = pictures[index];
      const [method, parameters] = picture
        ? ['editMessageMedia', replacementOf(chatId, messageId, picture, index === 0 ? post.text : '')]
        : ['editMessageText', { chat_id: chatId, message_id: messageId, ...textOf(post) }];
      await callBot(bot, method, parameters, message).catch((error: unknown) => {
        if (!isUnchanged(error)) throw error;
      });
      done += 1;
    }
    return { change: 'done' };
  } catch (error) {
    // Half an album is changed: neither refused nor gone.
    return done > 0 ? { change: 'unknown', message: wordsOf(error) } : ofChange(error);
  }
}

async function remove(remoteId: string, connection: Connection): Promise<Change> {
  const { chatId, messageIds } = partsOf(remoteId);
  const [only, ...more] = messageIds;
  try {
    const { bot } = openBot(connection);
    if (more.length === 0) await callBot(bot, 'deleteMessage', { chat_id: chatId, message_id: only }, z.literal(true));
    else await callBot(bot, 'deleteMessages', { chat_id: chatId, message_ids: messageIds }, z.literal(true));
    return { change: 'done' };
  } catch (error) {
    return ofChange(error);
  }
}

/** The Bot API tells no figures. */
async function engagement(remoteIds: string[]): ReturnType<Adapter['engagement']> {
  return new Map(remoteIds.map((id) => [id, []]));
}
