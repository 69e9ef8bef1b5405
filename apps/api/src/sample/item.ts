import type { DocumentNode } from '@mobilise/contracts/document';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { InfographicContent } from '@mobilise/contracts/kinds';
import type { EpisodeContent } from '@mobilise/contracts/recordings';

/* The words of the sample workspace: a fictional hospice, GP federation and council. All numbers are invented. */

interface SampleItemBase {
  slug: string;
  title: string;
  summary: string;
  campaign: keyof typeof sampleCampaigns | null;
  tags: string[];
  /** The picture, which has words for who cannot see it, or the recording that it is about: a file in `uploads/`. */
  upload: { file: string; alt: string };
}
export type SampleStory = SampleItemBase & { kind: Extract<ItemKind, 'story'>; body: DocumentNode[] };
export type SampleInfographic = SampleItemBase & { kind: Extract<ItemKind, 'infographic'> } & Pick<
    InfographicContent,
    'longDescription' | 'data' | 'sources'
  >;
export type SampleEpisode = SampleItemBase & { kind: Extract<ItemKind, 'episode'> } & Pick<
    EpisodeContent,
    'notes' | 'number' | 'people' | 'chapters' | 'transcript'
  >;
export type SampleItem = SampleStory | SampleInfographic | SampleEpisode;

export const sampleCampaigns = {
  flu: {
    name: 'Flu clinic',
    summary: 'Free flu vaccination at every surgery of the federation, October to February.',
    colour: '#0f766e',
  },
  carers: { name: 'Carers’ week', summary: 'A week for everybody who looks after somebody.', colour: '#b14a24' },
  warm: { name: 'Warm homes', summary: 'The council’s free visits for cold homes.', colour: '#2f5f8a' },
} as const;
