import { z } from 'zod';
import { isWallTime } from './time.ts';

/** Fields that many contracts share. */
export const id = z.uuid();
export const version = z.number().int().min(1).describe('The version you saw; a stale one is refused with 409.');
export const instant = z.iso.datetime({ offset: true }).describe('An instant, RFC 3339.');
export const wallTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'Write a local time as 2026-11-30T09:00')
  .describe('A wall-clock time without zone, to the minute.');
/** A wall time that some calendar has, as somebody asks for it: the 31st of February is refused here. */
export const realWallTime = wallTime.refine(isWallTime, 'There is no such date or time');
/** Years that PostgreSQL and people both know. */
export const localDate = z.iso
  .date()
  .refine((date) => date >= '1900' && date < '2200', 'Name a year from 1900 to 2199');
export const zone = z
  .string()
  .overwrite(spellZone)
  .regex(/\/|^UTC$/, 'Name a zone of the tz database, such as Europe/London');
export const slug = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Use small letters, digits and single hyphens');
export const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'Write a colour as #0f766e');
/** PostgreSQL stores neither U+0000 nor half of a surrogate pair. */
const isStorable = (value: string) => !value.includes('\0') && value.isWellFormed();
const unstorable = 'Remove the null characters and broken characters';

export const httpUrl = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .refine(isStorable, unstorable);
/** Turns the direction of what follows (Unicode Bidi_Control without the plain marks), or cannot be seen at all (tags). */
const deceptive = /[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/u;

/** A line of text that a person types: trimmed, something to see in it, nothing that hides or turns what is there. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'Write something here')
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'Remove the control characters')
    .regex(/^$|[^\p{C}\p{Z}]/u, 'Write something that can be seen')
    .refine((value) => !deceptive.test(value), 'Remove the characters that cannot be seen')
    .refine(isStorable, unstorable);
/** A word that items have in common, and a list of them: in small letters, each once. */
export const tag = line(40).toLowerCase();
export const tags = z
  .array(tag)
  .overwrite((tags) => [...new Set(tags)])
  .max(20);
/** Text over several lines. PostgreSQL cannot store U+0000. */
export const text = (max: number) => z.string().max(max).refine(isStorable, unstorable);

/** Whoever has an account, as the identity code names them. */
export const userId = text(64).min(1);

export const cursorQuery = z.object({
  cursor: z.string().max(500).optional().describe('The `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A page of a list: `next` is the cursor of the following page, or null at the end. */
export const page = <T extends z.ZodType>(of: T) => z.object({ data: z.array(of), next: z.string().nullable() });

export const person = z.object({ id: z.string(), name: z.string() });

export const nothing = z.object({ ok: z.literal(true) });

/** A zone in the letters of the tz database, `europe/london` as `Europe/London`; an alias stays one. Empty where it is none. */
function spellZone(value: string): string {
  try {
    // Temporal would take `2026-11-30T09:00[Europe/London]` for a zone as well.
    new Intl.DateTimeFormat('en-GB', { timeZone: value });
    return Temporal.Now.zonedDateTimeISO(value).timeZoneId;
  } catch {
    return '';
  }
}

/** Latin letters that Unicode does not take apart into a plain letter and a mark, as those who write them spell them without. */
const spelled = new Map(
  Object.entries({
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    ß: 'ss',
    þ: 'th',
    ð: 'd',
    đ: 'd',
    ł: 'l',
    ı: 'i',
    ħ: 'h',
    ŧ: 't',
    ŋ: 'ng',
  }),
);

/** A slug made from a title: `Carers' week, 2026` → `carers-week-2026`; `item` when nothing is left. */
export function slugify(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, (letter) => spelled.get(letter) ?? letter)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 70).replace(/-+$/, '') || 'item';
}
