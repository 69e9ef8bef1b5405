import type { ParsedMail } from 'mailparser';

/** What a report says about a letter of ours; `name` begins its Message-ID. */
export interface Report {
  names: string[];
  type: 'hard' | 'soft' | 'complaint';
  reply: string;
}

/** A Message-ID of ours: the letter's number and a signature, which whoever asks checks. */
const ourName = /\b(\d{1,19}\.[0-9a-f]{32})@/g;

/**
 * Reads a report of a mail server: RFC 3464 for what came back, RFC 5965 for what was called spam. Null for a message that is
 * neither. Which letter it is about is looked for everywhere in it, since servers return anything from one header to the whole.
 */
export async function readReport(raw: string): Promise<Report | null> {
  // Loaded when first needed: it is large, and most installations never get a report.
  const { simpleParser } = await import('mailparser');
  const mail = await simpleParser(raw, {
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  });
  const parts = partsOf(mail);
  const names = [
    ...new Set(
      [raw, ...parts.map(({ text }) => text)].flatMap((text) =>
        [...text.matchAll(ourName)].map(([, name = '']) => name),
      ),
    ),
  ];
  const status = parts.find(({ type }) => type === 'message/delivery-status')?.text;
  const feedback = parts.find(({ type }) => type === 'message/feedback-report')?.text;
  if (feedback) {
    const kind = fieldOf(feedback, 'Feedback-Type');
    return /^(abuse|fraud|not-spam)?$/i.test(kind) && !/not-spam/i.test(kind)
      ? { names, type: 'complaint', reply: 'Called spam by its reader.' }
      : null;
  }
  if (!status) return null;
  const code = fieldOf(status, 'Status');
  const failed = /^failed/i.test(fieldOf(status, 'Action'));
  const reply = fieldOf(status, 'Diagnostic-Code').replace(/^[\w-]+;\s*/, '') || `Status ${code}`;
  // The mailbox is wrong; full ones (5.2.2), and refusals of us or of the letter (5.3, 5.6, 5.7), are no reason to stop writing.
  const hard = failed && /^5\.(1\.|2\.[016]$|4\.4$|0\.0$)/.test(code);
  return { names, type: hard ? 'hard' : 'soft', reply: reply.slice(0, 1000) };
}

function partsOf(mail: ParsedMail): { type: string; text: string }[] {
  return mail.attachments.map(({ contentType, content }) => ({
    type: contentType.toLowerCase(),
    text: content.toString('utf8'),
  }));
}

/** A field of a report, its lines joined; empty when it is not there. */
function fieldOf(text: string, name: string): string {
  const unfolded = text.replace(/\r?\n[ \t]+/g, ' ');
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
}
