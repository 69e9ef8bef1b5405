import { z } from 'zod';
import type { ConformanceFake } from './conformance-fake.ts';
import { type FakeAnswer, type FakeRequest, fakeServer } from './fake-server.ts';

export const fakeToken = '123456789:AAF4keTokenOfTheRiversideBot_123456';
const botId = 123456789;

/** A message as the server holds it. */
export interface FakeMessage {
  text: string | null;
  caption: string | null;
  photo: Buffer | null;
  linkPreview: unknown;
}

/** A chat the fake knows, and the bot's place in it. */
export interface FakeChat {
  id: number;
  type: 'channel' | 'supergroup' | 'group' | 'private';
  title: string;
  username?: string;
  permissions?: Record<string, boolean>;
  bot: { status: string } & Record<string, unknown>;
}

/** A Bot API server with one bot, as far as the adapter uses one. Errors have the statuses and words of Telegram's. */
export interface TelegramFake extends ConformanceFake {
  chat: FakeChat;
  messages: Map<number, FakeMessage>;
  /** Methods called, in order. */
  calls: string[];
  /** Two days pass: a bot can no longer delete what it sent. */
  growOld: () => void;
  /** BotFather makes another token. */
  revoke: () => void;
  /** Answers a method with an error from now on. */
  refuse: (method: string, status: number, description: string, parameters?: Record<string, unknown>) => void;
}

class Refusal extends Error {
  readonly status: number;
  readonly parameters: Record<string, unknown> | undefined;

  constructor(status: number, description: string, parameters?: Record<string, unknown>) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }
}

interface Call {
  parameters: Record<string, unknown>;
  files: Map<string, Buffer>;
}

const media = z.object({ type: z.literal('photo'), media: z.string(), caption: z.string().optional() });

/** Starts one on a random port of the loopback address. */
export async function telegramFake(): Promise<TelegramFake> {
  const messages: TelegramFake['messages'] = new Map();
  const calls: string[] = [];
  const refusals = new Map<string, Refusal>();
  const chat: FakeChat = {
    id: -1001234567890,
    type: 'channel',
    title: 'Riverside Hospice',
    username: 'riversidehospice',
    bot: { status: 'administrator', can_post_messages: true },
  };
  /** The first message of every post. */
  const firsts: number[] = [];
  let nextId = 17;
  let isOld = false;
  let token: string | null = fakeToken;

  const inChat = ({ parameters: { chat_id: given } }: Call) => {
    if (![String(chat.id), `@${chat.username}`].includes(String(given)))
      throw new Refusal(400, 'Bad Request: chat not found');
  };
  const maySend = (call: Call) => {
    inChat(call);
    if (chat.bot.status === 'kicked') throw new Refusal(403, `Forbidden: bot was kicked from the ${chat.type} chat`);
    if (chat.type === 'channel' && chat.bot['can_post_messages'] !== true)
      throw new Refusal(400, 'Bad Request: need administrator rights in the channel chat');
  };
  const told = (id: number) => ({
    message_id: id,
    date: 1_796_029_200,
    chat: { id: chat.id, type: chat.type, title: chat.title, ...(chat.username && { username: chat.username }) },
  });
  const add = (content: Partial<FakeMessage>) => {
    const id = nextId;
    nextId += 1;
    messages.set(id, { text: null, caption: null, photo: null, linkPreview: null, ...content });
    return told(id);
  };
  const known = ({ parameters }: Call, verb: string) => {
    const message = messages.get(Number(parameters['message_id']));
    if (!message) throw new Refusal(400, `Bad Request: message to ${verb} not found`);
    return message;
  };
  const photoOf = ({ files }: Call, name: string): Buffer => {
    const photo = files.get(name.replace('attach://', ''));
    if (!photo) throw new Refusal(400, 'Bad Request: there is no photo in the request');
    const [width, height] = [photo.readUInt32BE(16), photo.readUInt32BE(20)];
    if (width + height > 10_000 || Math.max(width / height, height / width) > 20)
      throw new Refusal(400, 'Bad Request: PHOTO_INVALID_DIMENSIONS');
    return photo;
  };
  const albumOf = (call: Call) => z.array(media).min(2).max(10).parse(json(call.parameters['media']));

  const methods: Record<string, (call: Call) => unknown> = {
    getMe: () => ({ id: botId, is_bot: true, first_name: 'Riverside', username: 'riverside_bot' }),
    getChat: (call) => {
      inChat(call);
      const { bot: _bot, ...rest } = chat;
      return rest;
    },
    getChatMember: (call) => {
      inChat(call);
      return { user: { id: Number(call.parameters['user_id']), is_bot: true }, ...chat.bot };
    },
    sendMessage: (call) => {
      maySend(call);
      const text = textOf(call.parameters['text']);
      firsts.push(nextId);
      return add({ text, linkPreview: call.parameters['link_preview_options'] ?? null });
    },
    sendPhoto: (call) => {
      maySend(call);
      const content = { photo: photoOf(call, 'photo'), caption: captionOf(call.parameters['caption']) };
      firsts.push(nextId);
      return add(content);
    },
    sendMediaGroup: (call) => {
      maySend(call);
      const all = albumOf(call).map((one) => ({ photo: photoOf(call, one.media), caption: captionOf(one.caption) }));
      firsts.push(nextId);
      return all.map(add);
    },
    editMessageText: (call) => {
      inChat(call);
      const message = known(call, 'edit');
      const text = textOf(call.parameters['text']);
      if (message.photo) throw new Refusal(400, 'Bad Request: there is no text in the message to edit');
      if (message.text === text) throw unchanged();
      Object.assign(message, { text, linkPreview: call.parameters['link_preview_options'] ?? null });
      return told(Number(call.parameters['message_id']));
    },
    editMessageMedia: (call) => {
      inChat(call);
      const message = known(call, 'edit');
      const wanted = media.parse(json(call.parameters['media']));
      Object.assign(message, { text: null, photo: photoOf(call, wanted.media), caption: captionOf(wanted.caption) });
      return told(Number(call.parameters['message_id']));
    },
    deleteMessage: (call) => {
      inChat(call);
      known(call, 'delete');
      if (isOld) throw new Refusal(400, "Bad Request: message can't be deleted for everyone");
      messages.delete(Number(call.parameters['message_id']));
      return true;
    },
    deleteMessages: (call) => {
      inChat(call);
      if (isOld) throw new Refusal(400, "Bad Request: message can't be deleted for everyone");
      for (const id of z.array(z.number()).parse(call.parameters['message_ids'])) messages.delete(id);
      return true;
    },
  };

  const server = await fakeServer(async (request): Promise<FakeAnswer> => {
    const [, given, method = ''] = /^\/bot([^/]*)\/(\w+)$/.exec(request.path) ?? [];
    calls.push(method);
    try {
      if (!given || !/^\d+:[\w-]{35}$/.test(given)) throw new Refusal(404, 'Not Found');
      if (given !== token) throw new Refusal(401, 'Unauthorized');
      const refusal = refusals.get(method);
      if (refusal) throw refusal;
      const handler = methods[method];
      if (!handler) throw new Refusal(404, 'Not Found: method not found');
      return { status: 200, body: { ok: true, result: handler(await callOf(request)) } };
    } catch (error) {
      if (!(error instanceof Refusal)) return { status: 500, body: 'Internal Server Error' };
      const { status, message, parameters } = error;
      return {
        status,
        body: { ok: false, error_code: status, description: message, ...(parameters && { parameters }) },
      };
    }
  });

  return {
    ...server,
    typed: (url) => ({ service: url, token: fakeToken, chat: '@riversidehospice' }),
    mention: '@carersuk',
    preparing: [],
    write: { name: 'sending', matches: ({ path }) => /\/send\w+$/.test(path) },
    look: null,
    made: () => firsts.length,
    texts: () => firsts.map((id) => messages.get(id)?.text ?? messages.get(id)?.caption ?? ''),
    tamper: null,
    expireSession: null,
    chat,
    messages,
    calls,
    growOld: () => {
      isOld = true;
    },
    revoke: () => {
      token = null;
    },
    refuse: (method, status, description, parameters) =>
      void refusals.set(method, new Refusal(status, description, parameters)),
  };
}

/** Parameters come as JSON or as a form with files. */
async function callOf({ headers, body }: FakeRequest): Promise<Call> {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return { parameters: json(body.toString()), files: new Map() };
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const parameters: Record<string, unknown> = {};
  const files = new Map<string, Buffer>();
  for (const [name, value] of form) {
    if (typeof value === 'string') parameters[name] = value;
    else files.set(name, Buffer.from(await value.arrayBuffer()));
  }
  return { parameters, files };
}

function json(text: unknown): Record<string, unknown> {
  return JSON.parse(String(text)) as Record<string, unknown>;
}

/** 1–4096 characters. */
function textOf(given: unknown): string {
  const text = typeof given === 'string' ? given.trim() : '';
  if (!text) throw new Refusal(400, 'Bad Request: message text is empty');
  if (text.length > 4096) throw new Refusal(400, 'Bad Request: message is too long');
  return text;
}

/** 0–1024 characters. */
function captionOf(given: unknown): string | null {
  if (typeof given !== 'string') return null;
  if (given.length > 1024) throw new Refusal(400, 'Bad Request: message caption is too long');
  return given;
}

function unchanged(): Refusal {
  return new Refusal(
    400,
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  );
}
