import type { InfographicContent } from '@mobilise/contracts/kinds';
import type { Part } from '../compare/parts.ts';

/** An infographic as parts: artwork, the paragraphs of its long description, its table, its sources. */
export function infographicParts({ artwork, longDescription, data, sources }: InfographicContent): Part[] {
  return [
    ...(artwork
      ? [
          {
            label: 'Artwork',
            text: artwork.alt,
            assetId: artwork.assetId,
            shape: JSON.stringify([artwork.assetId, artwork.alt]),
          },
        ]
      : []),
    ...longDescription
      .split(/\n{2,}/)
      .filter((text) => text.trim())
      .map((text) => ({ label: 'Long description', text, shape: text })),
    ...(data
      ? [
          {
            label: 'Data',
            text: data.caption,
            table: data,
            shape: JSON.stringify([data.caption, data.columns, data.rows]),
          },
        ]
      : []),
    ...sources.map(({ title, url }) => ({ label: 'Source', text: `${title} ${url}`.trim(), shape: `${title} ${url}` })),
  ];
}

export const fieldIds = { artwork: 'artwork', alt: 'artwork-alt', longDescription: 'long-description' } as const;

/** The fields that an infographic must not lack, each with the infographic as it would be if that one were filled. */
export function infographicFields(content: InfographicContent): { id: string; filled: InfographicContent }[] {
  const { artwork } = content;
  return [
    { id: fieldIds.artwork, filled: { ...content, artwork: artwork ?? { assetId: '', alt: 'x' } } },
    { id: fieldIds.alt, filled: { ...content, artwork: artwork && { ...artwork, alt: 'x' } } },
    { id: fieldIds.longDescription, filled: { ...content, longDescription: 'x' } },
  ];
}
