import { linkBelow } from '@mobilise/contracts/channel-kinds/kind';
import type { Connection, OutgoingPost } from './adapter.ts';
import { readImage } from './outcome.ts';
import type { Message } from './telegram-api.ts';

/** A picture, and the name by which the parts of a request refer to it. */
export interface Picture {
  name: string;
  file: File;
}

/** The text of a post without pictures. The link is part of it: its preview may fail, and then nothing else leads there. */
export function textOf({ text, card }: OutgoingPost): Record<string, unknown> {
  if (!card) return { text };
  return { text: linkBelow(text, card.url), link_preview_options: { url: card.url } };
}

/** The pictures of a post; throws ImageUnreadable. */
export async function picturesOf(post: OutgoingPost, connection: Connection): Promise<Picture[]> {
  return Promise.all(
    post.images.map(async (image, index) => {
      const name = `photo${index}`;
      const bytes = new Uint8Array(await readImage(connection, image));
      return { name, file: new File([bytes], `${name}.${image.mime.split('/')[1]}`, { type: image.mime }) };
    }),
  );
}

/** InputMediaPhoto. It has no place for alt text. */
function photo({ name }: Picture, caption: string) {
  return { type: 'photo', media: `attach://${name}`, ...(caption && { caption }) };
}

/** What makes a new post: the method that fits its pictures, and the parameters. */
export function creationOf(
  chatId: string,
  post: OutgoingPost,
  pictures: Picture[],
): { method: 'sendMessage' | 'sendPhoto' | 'sendMediaGroup'; parameters: FormData | Record<string, unknown> } {
  const [first, ...more] = pictures;
  if (!first) return { method: 'sendMessage', parameters: { chat_id: chatId, ...textOf(post) } };
  if (more.length === 0)
    return {
      method: 'sendPhoto',
      parameters: formOf({ chat_id: chatId, ...(post.text && { caption: post.text }) }, [
        { name: 'photo', file: first.file },
      ]),
    };
  // The caption of the first is shown as that of the album.
  const media = pictures.map((picture, index) => photo(picture, index === 0 ? post.text : ''));
  return {
    method: 'sendMediaGroup',
    parameters: formOf({ chat_id: chatId, media: JSON.stringify(media) }, pictures),
  };
}

/** What puts a picture and a caption in the place of those of a message. */
export function replacementOf(chatId: string, messageId: number, picture: Picture, caption: string): FormData {
  const media = JSON.stringify(photo(picture, caption));
  return formOf({ chat_id: chatId, message_id: String(messageId), media }, [picture]);
}

function formOf(fields: Record<string, string>, pictures: Picture[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const { name, file } of pictures) form.set(name, file);
  return form;
}

/** `<chat>/<message>[,…]`, since an album is as many messages as it has pictures; and the address, where the chat has one. */
export function whereabouts(messages: Message[]): { remoteId: string; remoteUrl: string | null } {
  const [first] = messages;
  if (!first) throw new Error('A post is at least one message');
  const { id, username } = first.chat;
  // Channels and supergroups begin with -100; plain groups have no addresses.
  const [, internal] = /^-100(\d+)$/.exec(String(id)) ?? [];
  const place = username ?? (internal && `c/${internal}`);
  return {
    remoteId: `${id}/${messages.map(({ message_id }) => message_id).join(',')}`,
    remoteUrl: place ? `https://t.me/${place}/${first.message_id}` : null,
  };
}

/** The chat and the messages of a remote id. */
export function partsOf(remoteId: string): { chatId: string; messageIds: number[] } {
  const [chatId = '', ids = ''] = remoteId.split('/');
  return { chatId, messageIds: ids.split(',').map(Number) };
}
