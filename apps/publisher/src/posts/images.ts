import type { OutgoingImage } from '@mobilise/channels/adapter';
import type { Publisher } from '../publisher.ts';

/** Pixels of the longer side: no timeline shows more, and the small print of an infographic stays readable. */
const longestSide = 2560;
/** Bytes and pixels of a link card's picture: Bluesky's `app.bsky.embed.external` (read 2026-11-23), the size cards are shown at. */
const cardBudget = { maxBytes: 1_000_000, maxWidth: 1200, maxHeight: 630 };
/** Fitted pictures that are remembered, so that what was made ahead is not made again at the instant. */
const remembered = 500;
/** Milliseconds for which they are: put again well before they are a day old, when what no post names yet is swept. */
const freshFor = 12 * 60 * 60_000;

const fitted = new Map<string, { at: number; image: Promise<Omit<OutgoingImage, 'alt'>> }>();

interface Budget {
  maxBytes: number;
  maxWidth: number;
  maxHeight: number;
}

/** The budget of a picture shown in a post. */
export function imageBudget(maxBytes: number): Budget {
  return { maxBytes, maxWidth: longestSide, maxHeight: longestSide };
}

/** The budget of a picture that travels in a letter: twice the width it is shown at. */
export function letterBudget(maxBytes: number): Budget {
  return { maxBytes, maxWidth: 1104, maxHeight: 2208 };
}

/** A picture for a link card: the rendition made for cards where it fits, else one made from the original. */
export async function cardImage(
  { sql, storage }: Publisher,
  assetId: string,
  sha256: string,
): Promise<Omit<OutgoingImage, 'alt'>> {
  const [card] = await sql<Omit<OutgoingImage, 'alt' | 'mime'>[]>`
    select sha256, width, height from renditions
    where asset_id = ${assetId} and purpose = 'card' and format = 'jpeg' and bytes <= ${cardBudget.maxBytes}
    limit 1`;
  if (card && (await storage.has(card.sha256))) return { ...card, mime: 'image/jpeg' };
  return fitImage({ storage }, sha256, cardBudget);
}

/**
 * A stored original made to a channel's limits and put in storage by its hash. The same original and budget give the same
 * bytes, here and on every other machine. Throws MediaError for a picture that cannot be used.
 */
export async function fitImage(
  { storage }: Pick<Publisher, 'storage'>,
  sha256: string,
  budget: Budget,
): Promise<Omit<OutgoingImage, 'alt'>> {
  const name = `${sha256} ${budget.maxBytes} ${budget.maxWidth}x${budget.maxHeight}`;
  const known = fitted.get(name);
  // Another publisher may have swept it all the same, or a disk lost it.
  if (known && Date.now() - known.at < freshFor && (await storage.has((await known.image).sha256))) return known.image;
  const making = (async () => {
    const { fitBytes } = await import('@mobilise/media-processing/image');
    const { data, mime, width, height } = await fitBytes(await storage.path(sha256), { ...budget, format: 'jpeg' });
    const stored = await storage.put(data);
    return { sha256: stored.sha256, mime, width, height };
  })();
  fitted.set(name, { at: Date.now(), image: making });
  // A failure may be cured (a file put back, a disk that has room again), so only successes are remembered.
  making.catch(() => fitted.delete(name));
  const [oldest] = fitted.keys();
  if (fitted.size > remembered && oldest) fitted.delete(oldest);
  return making;
}
