import type { EmailConfig } from '@mobilise/contracts/channel-kinds/email';
import { email } from '@mobilise/contracts/channel-kinds/email';
import type { LetterPicture } from '@mobilise/emails/newsletter';
import type { Letter } from '@mobilise/emails/render';
import type { Connection, OutgoingItem } from './adapter.ts';
import { readImage } from './outcome.ts';
import { fileName } from './whole-item.ts';

/** A picture that travels in the letter. */
export interface Enclosed {
  cid: string;
  filename: string;
  mime: string;
  bytes: Uint8Array;
}

export interface Message {
  config: EmailConfig;
  to: string;
  letter: Letter;
  enclosed: readonly Enclosed[];
  /** What the Message-ID begins with, before the sender's domain. */
  name: string;
  /** Reader's own address to unsubscribe, for the button of their mailbox (RFC 8058); null for what is no newsletter. */
  unsubscribeUrl: string | null;
  /** Names the list in filters (RFC 2919). */
  listId: string;
}

/**
 * The pictures of an item as letters show them, and the files of those. They travel in the letter: it needs no public address of
 * ours, shows them at once, and tells nobody that it was opened. Throws ImageUnreadable.
 */
export async function pictureFiles(
  item: OutgoingItem,
  connection: Pick<Connection, 'readImage'>,
): Promise<{ pictures: Record<string, LetterPicture>; enclosed: Enclosed[] }> {
  const shown = Object.entries(item.images).slice(0, email.limits.images.max);
  const enclosed = await Promise.all(
    shown.map(async ([assetId, image], index) => ({
      cid: `picture-${index + 1}-${image.sha256.slice(0, 12)}@mobilise`,
      filename: fileName(`picture-${index + 1}-${assetId.slice(0, 8)}`, image.mime),
      mime: image.mime,
      bytes: await readImage(connection, image),
    })),
  );
  const pictures = Object.fromEntries(
    shown.map(([assetId, { alt, width, height }], index) => [
      assetId,
      { src: `cid:${enclosed[index]?.cid}`, alt, width, height },
    ]),
  );
  return { pictures, enclosed };
}

/** An item with its pictures as a letter shows it: the one that stands for it on top, unless it is in the words already. */
export function letterItem(item: OutgoingItem, pictures: Record<string, LetterPicture>) {
  const { leadImage, html } = item;
  const lead = leadImage !== null && !html.includes(`"asset:${leadImage}"`) ? (pictures[leadImage] ?? null) : null;
  return { ...item, pictures, lead };
}

/** The bytes of a message (RFC 5322). What people wrote can neither add a header nor name a file. */
export async function messageBytes({
  config,
  to,
  letter,
  enclosed,
  name,
  unsubscribeUrl,
  listId,
}: Message): Promise<Uint8Array> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { fromName, from, replyTo } = config;
  const composer = new MailComposer({
    disableFileAccess: true,
    disableUrlAccess: true,
    from: { name: fromName, address: from },
    to: { name: '', address: to },
    ...(replyTo && { replyTo: { name: fromName, address: replyTo } }),
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    textEncoding: 'quoted-printable',
    messageId: `<${messageIdOf(name, config)}>`,
    attachments: enclosed.map(({ cid, filename, mime, bytes }) => ({
      cid,
      filename,
      contentType: mime,
      content: Buffer.from(bytes),
      contentDisposition: 'inline' as const,
    })),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl && {
        'List-Id': { prepared: true, value: `<${listId}.${domainOf(config)}>` },
        'List-Unsubscribe': { prepared: true, value: `<${unsubscribeUrl}>` },
        'List-Unsubscribe-Post': { prepared: true, value: 'List-Unsubscribe=One-Click' },
        Precedence: 'bulk',
      }),
    },
  });
  return composer.compile().build();
}

/** The Message-ID of a letter, without its brackets. */
function messageIdOf(name: string, config: EmailConfig): string {
  return `${name}@${domainOf(config)}`;
}

function domainOf({ from }: EmailConfig): string {
  return from.slice(from.lastIndexOf('@') + 1);
}
