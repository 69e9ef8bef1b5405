import { showFields } from '@mobilise/contracts/shows';
import type { SampleEpisode } from './item.ts';

/** The show of the sample. Its voices are synthetic, and say so. */
export const sampleShow = showFields.required({ slug: true }).parse({
  title: 'Voices of Riverside',
  slug: 'voices-of-riverside',
  description:
    'People who give care and people who receive it, in a minute each. A fictional show, spoken by synthetic voices.',
  author: 'Riverside (sample)',
  ownerName: 'Riverside (sample)',
  ownerEmail: 'voices@riverside.example',
  categories: ['Health & Fitness > Medicine', 'Society & Culture'],
  place: 'Riverside',
});
export const sampleCover = {
  file: 'voices-of-riverside.png',
  alt: 'Drawing of a microphone between sound waves above a river, with the words Voices of Riverside',
};

export const sampleEpisodes: SampleEpisode[] = [
  {
    kind: 'episode',
    slug: 'a-night-on-the-line',
    campaign: null,
    tags: ['people'],
    title: 'A night on the line',
    summary: 'Samira answers the hospice’s telephone at three in the morning. She asks two questions.',
    upload: { file: 'night-line.ogg', alt: '' },
    notes: {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            {
              type: 'text',
              text: 'The night line is open to everybody in the care of the hospice and their families, from eight in the evening to eight in the morning. The voices of this sample are synthetic.',
            },
          ],
        },
      ],
    },
    number: 1,
    people: [
      { name: 'Ewan', role: 'host' },
      { name: 'Samira', role: 'guest' },
    ],
    chapters: [
      { start: 0, title: 'Who calls at three' },
      { start: 19874, title: 'The second question' },
      { start: 40030, title: 'When you can ring' },
    ],
    transcript: {
      language: 'en-GB',
      cues: [
        {
          start: 400,
          end: 6265,
          speaker: 'Ewan',
          text: 'Voices of Riverside, number one. Somebody rings the hospice at three in the morning. Who picks up?',
        },
        {
          start: 6685,
          end: 11799,
          speaker: 'Samira',
          text: 'I do, most nights. I am Samira, and I have had the night line for nine years.',
        },
        { start: 12219, end: 13335, speaker: 'Ewan', text: 'How often does it ring?' },
        {
          start: 13755,
          end: 19374,
          speaker: 'Samira',
          text: 'About six times a night. I put down my tea first, because people can hear you swallow.',
        },
        { start: 20294, end: 21702, speaker: 'Ewan', text: 'What do people ask?' },
        {
          start: 22122,
          end: 29708,
          speaker: 'Samira',
          text: 'Most ask about pain, or about fear that sounds like pain. So I ask for the dose, the time, and the colour of the packet.',
        },
        {
          start: 29958,
          end: 34167,
          speaker: 'Samira',
          text: 'Then I ask how they are. Nobody ever expects the second question.',
        },
        { start: 34587, end: 35841, speaker: 'Ewan', text: 'And what do they say?' },
        {
          start: 36261,
          end: 39530,
          speaker: 'Samira',
          text: 'Often nothing, for a while. That is fine. I have all night.',
        },
        { start: 40450, end: 41249, speaker: 'Ewan', text: 'Who may ring you?' },
        {
          start: 41669,
          end: 47299,
          speaker: 'Samira',
          text: 'Everybody in the care of the hospice, and their families. From eight in the evening until eight in the morning.',
        },
        {
          start: 47719,
          end: 52726,
          speaker: 'Ewan',
          text: 'Thank you, Samira. The number is on your blue card. Good night, Riverside.',
        },
      ],
    },
  },
];
