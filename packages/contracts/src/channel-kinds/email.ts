import { z } from 'zod';
import type { ChannelKind } from './kind.ts';

/** `tls`: encrypted from the first byte (usually port 465); `starttls`: encrypted before anything is said (usually 587). */
export const smtpSecurity = z.enum(['tls', 'starttls']);

export const emailConfig = z.object({
  host: z.string(),
  port: z.number().int(),
  security: smtpSecurity,
  /** Null where the server knows us by our address. */
  user: z.string().nullable(),
  /** Who the letters are from. */
  fromName: z.string(),
  from: z.string(),
  /** Where answers go; null: to `from`. */
  replyTo: z.string().nullable(),
  /** What the law of most countries wants below every letter. */
  postalAddress: z.string(),
  /** What subscribers get and how often: why they get a letter, and what the form promises. */
  about: z.string(),
});
export type EmailConfig = z.infer<typeof emailConfig>;

export const email = {
  label: 'E-mail newsletter',
  // Of the post: its list is kept letter by letter, and a list that was interrupted is gone on with. Of one letter nobody can know
  // (E), so none is ever sent twice by itself; see docs/decisions/023.
  safety: 'D',
  shows: 'item',
  limits: {
    text: null,
    // They travel in the letter; ten at their largest are still below what mailboxes take.
    images: { max: 10, bytes: 150_000, altGraphemes: 1500 },
    source: 'support.google.com/mail: attachments to 25 MB, letters above 102 kB of HTML are cut off',
    readOn: '2026-11-26',
  },
  grace: 6 * 3600,
  // Whether a letter was opened nobody is told on purpose; what came back is counted with the letters themselves.
  metrics: [],
  linkCard: false,
  rate: null,
  after: { edit: false, remove: false, reply: false, final: true },
  addressed: false,
  config: emailConfig,
  address: (config) => emailConfig.parse(config).from,
  account: (config) => emailConfig.parse(config).from,
} as const satisfies ChannelKind;
