import type { SampleInfographic } from './item.ts';

export const sampleInfographics: SampleInfographic[] = [
  {
    kind: 'infographic',
    slug: 'last-winters-flu-clinic-in-numbers',
    campaign: 'flu',
    tags: ['vaccination', 'winter'],
    title: 'Last winter’s flu clinic in numbers',
    summary: 'Who came, and how many: 11,840 free vaccinations between October and February.',
    upload: {
      file: 'flu-in-numbers.png',
      alt: 'Bar chart of free flu vaccinations by age; people of 65 and over lead with 6,240 of 11,840',
    },
    longDescription:
      'A bar chart of the free flu vaccinations given between October and February. People of 65 and over: 6,240. People under 65 at risk: 2,910. Carers: 1,180. Children aged two and three: 870. Pregnant women: 640. Altogether 11,840 vaccinations; four in five people of 65 and over came. To book, ask at your surgery or call 111.',
    data: {
      caption: 'Free flu vaccinations, October to February',
      columns: ['Group', 'Vaccinations'],
      rows: [
        ['Aged 65 and over', '6,240'],
        ['Under 65, at risk', '2,910'],
        ['Carers', '1,180'],
        ['Children aged 2 and 3', '870'],
        ['Pregnant women', '640'],
      ],
    },
    sources: [{ title: 'Riverside GP Federation, annual report (fictional)', url: '' }],
  },
  {
    kind: 'infographic',
    slug: 'four-steps-to-support',
    campaign: 'carers',
    tags: ['carers'],
    title: 'Looking after somebody? Four steps to support',
    summary: 'Tell your GP, get an assessment, take a break, meet others.',
    upload: {
      file: 'carer-support-steps.png',
      alt: 'Four numbered steps to support for carers, with the number of the carers’ line',
    },
    longDescription:
      'Four steps for people who look after somebody. One: tell your GP, and ask to be put on the carers register. Two: get an assessment from the council, whatever your income. Three: take a break with a sitting service, a day at the hospice or a weekend away. Four: meet others at the carers’ café, every Wednesday at 2 pm in the garden room of Riverside Hospice. The carers’ line is open Monday to Friday, 9 am to 5 pm: 01632 960 114.',
    data: null,
    sources: [{ title: 'Riverside carers’ week (fictional)', url: '' }],
  },
  {
    kind: 'infographic',
    slug: 'is-your-home-warm-enough',
    campaign: 'warm',
    tags: ['cost of living', 'winter'],
    title: 'Is your home warm enough?',
    summary: 'Eighteen degrees, twenty-one degrees, and what the council can do about sixteen.',
    upload: {
      file: 'warm-home-check.png',
      alt: 'Three room temperatures, and bars of what the warm homes scheme did in its first year',
    },
    longDescription:
      'Three temperatures: 18 °C is right for most rooms in the day, 21 °C where older people sit, and 16 °C is too cold, because breathing suffers. In the first year of the scheme 1,460 homes were visited, 412 boilers repaired, 983 draughts sealed, and 267 families received a warm-home grant. For a free visit call the council on 01632 960 250.',
    data: {
      caption: 'Warm homes scheme, first year',
      columns: ['What', 'Number'],
      rows: [
        ['Homes visited', '1,460'],
        ['Draughts sealed', '983'],
        ['Boilers repaired', '412'],
        ['Families on a warm-home grant', '267'],
      ],
    },
    sources: [{ title: 'Riverside Council, warm homes scheme (fictional)', url: '' }],
  },
];
