import type { DocumentNode } from '@mobilise/contracts/document';
import type { InfographicContent, ItemKind } from '@mobilise/contracts/kinds';

/** The words of the sample workspace: a fictional hospice, GP federation and council. All numbers are invented. */

interface SampleItemBase {
  slug: string;
  title: string;
  summary: string;
  campaign: 'flu' | 'carers' | 'warm' | null;
  tags: string[];
  artwork: { file: string; alt: string };
}
export type SampleItem = SampleItemBase &
  (
    | { kind: Extract<ItemKind, 'story'>; body: DocumentNode[] }
    | ({ kind: Extract<ItemKind, 'infographic'> } & Pick<InfographicContent, 'longDescription' | 'data' | 'sources'>)
  );

const p = (text: string): DocumentNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const h = (text: string): DocumentNode => ({ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text }] });
const quote = (text: string): DocumentNode => ({ type: 'blockquote', content: [p(text)] });
const list = (...lines: string[]): DocumentNode => ({
  type: 'bulletList',
  content: lines.map((line) => ({ type: 'listItem', content: [p(line)] })),
});

export const sampleCampaigns = {
  flu: {
    name: 'Flu clinic',
    summary: 'Free flu vaccination at every surgery of the federation, October to February.',
    colour: '#0f766e',
  },
  carers: { name: 'Carers’ week', summary: 'A week for everybody who looks after somebody.', colour: '#b14a24' },
  warm: { name: 'Warm homes', summary: 'The council’s free visits for cold homes.', colour: '#2f5f8a' },
} as const;

export const sampleItems: SampleItem[] = [
  {
    kind: 'story',
    slug: 'flu-clinic-opens-on-saturday',
    campaign: 'flu',
    tags: ['vaccination', 'winter'],
    title: 'Flu clinic opens on Saturday, no appointment needed',
    summary: 'Come to the health centre between nine and four. It takes ten minutes, and tea is waiting.',
    artwork: {
      file: 'flu-clinic.svg',
      alt: 'Drawing of a nurse with a vaccine beside an older man with a plaster on his arm',
    },
    body: [
      p(
        'From this Saturday the flu clinic of the Riverside GP Federation is open to everybody who is entitled to a free vaccination. Nobody needs an appointment. Bring yourself, a short-sleeved shirt and, if you have one, your appointment letter.',
      ),
      h('Who can come'),
      list(
        'Everybody of 65 and over',
        'Carers, paid or not',
        'Pregnant women, at any stage',
        'People with asthma, diabetes or a weak immune system',
        'Children aged two and three',
      ),
      quote('Last year I nearly did not bother. Then I met a neighbour in the queue and we ended up having lunch.'),
      p(
        'The clinic is on the ground floor, with step-free access and a quiet room. Parking is free until four o’clock. If you cannot leave home, ring your surgery and a nurse will come to you.',
      ),
    ],
  },
  {
    kind: 'infographic',
    slug: 'last-winters-flu-clinic-in-numbers',
    campaign: 'flu',
    tags: ['vaccination', 'winter'],
    title: 'Last winter’s flu clinic in numbers',
    summary: 'Who came, and how many: 11,840 free vaccinations between October and February.',
    artwork: {
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
    kind: 'story',
    slug: 'a-wednesday-at-the-carers-cafe',
    campaign: 'carers',
    tags: ['carers', 'people'],
    title: 'A Wednesday at the carers’ café',
    summary: 'Two hours, one pot of tea and nobody asking how the patient is.',
    artwork: { file: 'carers-tea.svg', alt: 'Drawing of a steaming teacup and a sandwich on a table by a window' },
    body: [
      p(
        'At two o’clock on Wednesdays the garden room of Riverside Hospice smells of toast. Around the long table sit people who spend the rest of the week looking after a husband, a mother or a grown-up child.',
      ),
      quote('Here I am Maureen. Everywhere else I am Frank’s wife.'),
      p(
        'There is no programme. A support worker sits at the end of the table for anybody with a form to fill in. Most weeks somebody brings a cake, and most weeks somebody cries a little, and both are fine.',
      ),
      h('Come along'),
      p(
        'Every Wednesday, two to four in the afternoon. A volunteer can sit with the person you care for: ring 01632 960 114 by Monday.',
      ),
    ],
  },
  {
    kind: 'infographic',
    slug: 'four-steps-to-support',
    campaign: 'carers',
    tags: ['carers'],
    title: 'Looking after somebody? Four steps to support',
    summary: 'Tell your GP, get an assessment, take a break, meet others.',
    artwork: {
      file: 'carer-support-steps.png',
      alt: 'Four numbered steps to support for carers, with the number of the carers’ line',
    },
    longDescription:
      'Four steps for people who look after somebody. One: tell your GP, and ask to be put on the carers register. Two: get an assessment from the council, whatever your income. Three: take a break with a sitting service, a day at the hospice or a weekend away. Four: meet others at the carers’ café, every Wednesday at 2 pm in the garden room of Riverside Hospice. The carers’ line is open Monday to Friday, 9 am to 5 pm: 01632 960 114.',
    data: null,
    sources: [{ title: 'Riverside carers’ week (fictional)', url: '' }],
  },
  {
    kind: 'story',
    slug: 'the-nurse-who-answers-at-three-in-the-morning',
    campaign: null,
    tags: ['people'],
    title: 'The nurse who answers at three in the morning',
    summary: 'Samira takes the hospice’s night line. What people ask, and what she has learned to say.',
    artwork: {
      file: 'night-nurse.svg',
      alt: 'Drawing of a smiling nurse at night, a crescent moon and a heart beside her',
    },
    body: [
      p(
        'The telephone rings about six times a night. Samira has answered it for nine years, and she still puts down her tea before she picks up, because people can hear you swallow.',
      ),
      p(
        'Most calls are about pain, or about fear that sounds like pain. She asks for the dose, the time and the colour of the packet. Then she asks how the caller is.',
      ),
      quote('Nobody ever expects the second question.'),
      p(
        'The night line is open to everybody in the care of the hospice and their families, from eight in the evening to eight in the morning.',
      ),
    ],
  },
  {
    kind: 'infographic',
    slug: 'is-your-home-warm-enough',
    campaign: 'warm',
    tags: ['cost of living', 'winter'],
    title: 'Is your home warm enough?',
    summary: 'Eighteen degrees, twenty-one degrees, and what the council can do about sixteen.',
    artwork: {
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
  {
    kind: 'story',
    slug: 'a-free-visit-for-cold-homes',
    campaign: 'warm',
    tags: ['cost of living', 'winter'],
    title: 'A free visit for cold homes',
    summary: 'Draughts, boilers and bills: an adviser comes to you, and leaves with a list.',
    artwork: { file: 'warm-home.svg', alt: 'Drawing of two houses with lit windows in the snow under a full moon' },
    body: [
      p(
        'If you see your breath in the bedroom, ring the council. An adviser comes within the week, checks the boiler, seals what can be sealed the same day and looks through your bills with you.',
      ),
      list(
        'The visit costs nothing',
        'Tenants may ask too, the landlord need not know',
        'Help with forms in seven languages',
      ),
      p('Call 01632 960 250, Monday to Saturday.'),
    ],
  },
  {
    kind: 'story',
    slug: 'the-choir-that-needs-no-lungs',
    campaign: null,
    tags: ['groups'],
    title: 'The choir for people who are short of breath',
    summary: 'On Tuesdays the breathing clinic sings. The physiotherapist says it counts as exercise.',
    artwork: { file: 'choir.svg', alt: 'Drawing of five singers in bright clothes with music notes above them' },
    body: [
      p(
        'Nineteen people, four oxygen bottles and a piano that has seen better days: the Tuesday choir is the loudest group in the health centre.',
      ),
      quote('I came for my lungs. I stayed because of the altos.'),
      p(
        'Singing trains the same muscles as the exercises on the sheet that nobody does. Newcomers are welcome at any time; nobody has to sing alone.',
      ),
    ],
  },
  {
    kind: 'story',
    slug: 'memory-cafe-moves-to-the-library',
    campaign: 'carers',
    tags: ['groups', 'carers'],
    title: 'Memory café moves to the library',
    summary: 'More room, a quiet corner and the same biscuits, every second Thursday.',
    artwork: { file: 'memory-cafe.svg', alt: 'Drawing of two older people at a table under a wall of portraits' },
    body: [
      p(
        'The memory café has outgrown its room. From now on people with dementia and those who come with them meet in the library, every second Thursday from half past ten.',
      ),
      p(
        'There is a quiet corner with armchairs, a table for cards, and a box of photographs of the town that starts most of the conversations.',
      ),
    ],
  },
  {
    kind: 'story',
    slug: 'walk-with-us-on-sunday',
    campaign: null,
    tags: ['groups'],
    title: 'Walk with us on Sunday',
    summary: 'Three miles, slowly, with a bench every ten minutes. Dogs are welcome.',
    artwork: { file: 'walking-group.svg', alt: 'Drawing of three walkers on a path between autumn hills' },
    body: [
      p(
        'The Sunday walk leaves from the car park of the hospice at ten. It is meant for people who have been ill and want to trust their legs again.',
      ),
      p(
        'The pace is that of the slowest. A nurse walks at the end with a rucksack that holds everything, including chocolate.',
      ),
    ],
  },
  {
    kind: 'story',
    slug: 'the-gardeners-of-ward-two',
    campaign: null,
    tags: ['people'],
    title: 'The gardeners of ward two',
    summary: 'Volunteers turned a strip of gravel into the view from eleven beds.',
    artwork: { file: 'garden-volunteers.svg', alt: 'Drawing of a smiling volunteer among tall flowers' },
    body: [
      p(
        'Eleven beds look out on the strip behind ward two. Until March it was gravel. Now there are dahlias, runner beans and a robin that has learned the time of breakfast.',
      ),
      p('Volunteers meet on Saturday mornings. Gloves are provided; knowledge is not needed.'),
    ],
  },
  {
    kind: 'story',
    slug: 'thank-you-from-the-riverside',
    campaign: null,
    tags: ['people'],
    title: 'Thank you, from all of us at Riverside',
    summary: 'What your gifts paid for this year, in one page.',
    artwork: { file: 'riverside-dawn.svg', alt: 'Drawing of a white house by a river at dawn' },
    body: [
      p(
        'This year your gifts paid for 1,940 nights on the ward, two night nurses and the roof of the garden room, which no longer leaks.',
      ),
      p('Thank you. The kettle is on whenever you pass.'),
    ],
  },
  {
    kind: 'story',
    slug: 'a-dry-room-at-last',
    campaign: null,
    tags: ['cost of living'],
    title: 'A dry room at last',
    summary: 'The garden room has a new roof, and the buckets have gone to the allotment.',
    artwork: { file: 'riverside-dawn.svg', alt: 'Drawing of a white house by a river at dawn' },
    body: [
      p(
        'For two winters the carers’ café met between buckets. Since Friday the garden room has a new roof, paid for by a sponsored swim, a legacy and one very good cake stall.',
      ),
      p('The buckets now hold beans.'),
    ],
  },
  {
    kind: 'story',
    slug: 'come-to-the-open-garden',
    campaign: null,
    tags: ['groups'],
    title: 'Come to the open garden',
    summary: 'One Saturday in October, seven gardens, and a map from the library.',
    artwork: { file: 'garden-volunteers.svg', alt: 'Drawing of a smiling volunteer among tall flowers' },
    body: [
      p(
        'Seven people who once sat on ward two open their gardens for an afternoon. Entry is free; the tin by the gate pays for gloves.',
      ),
      p('Maps are at the library and the hospice’s reception. Three of the gardens have step-free paths.'),
    ],
  },
];

/** When each item goes where: days from today and a local time. The state follows from the day, unless told. */
export interface SamplePost {
  item: string;
  channel: 'newsroom' | 'bluesky';
  day: number;
  time: string;
  state?: 'held' | 'failed' | 'draft';
}

export const samplePosts: SamplePost[] = [
  { item: 'come-to-the-open-garden', channel: 'newsroom', day: -47, time: '09:00' },
  { item: 'come-to-the-open-garden', channel: 'bluesky', day: -47, time: '09:15' },
  { item: 'a-dry-room-at-last', channel: 'newsroom', day: -39, time: '10:00' },
  { item: 'thank-you-from-the-riverside', channel: 'newsroom', day: -24, time: '09:00' },
  { item: 'thank-you-from-the-riverside', channel: 'bluesky', day: -24, time: '09:15' },
  { item: 'the-gardeners-of-ward-two', channel: 'newsroom', day: -19, time: '10:00' },
  { item: 'the-choir-that-needs-no-lungs', channel: 'newsroom', day: -16, time: '12:30' },
  { item: 'the-choir-that-needs-no-lungs', channel: 'bluesky', day: -16, time: '12:45' },
  { item: 'last-winters-flu-clinic-in-numbers', channel: 'newsroom', day: -12, time: '08:00' },
  { item: 'last-winters-flu-clinic-in-numbers', channel: 'bluesky', day: -12, time: '08:30' },
  { item: 'four-steps-to-support', channel: 'newsroom', day: -9, time: '09:00' },
  { item: 'four-steps-to-support', channel: 'bluesky', day: -9, time: '17:30' },
  { item: 'a-wednesday-at-the-carers-cafe', channel: 'newsroom', day: -6, time: '09:00' },
  { item: 'a-wednesday-at-the-carers-cafe', channel: 'bluesky', day: -6, time: '12:00' },
  { item: 'the-nurse-who-answers-at-three-in-the-morning', channel: 'newsroom', day: -3, time: '18:00' },
  {
    item: 'the-nurse-who-answers-at-three-in-the-morning',
    channel: 'bluesky',
    day: -3,
    time: '18:30',
    state: 'failed',
  },
  { item: 'flu-clinic-opens-on-saturday', channel: 'newsroom', day: -1, time: '09:00' },
  { item: 'flu-clinic-opens-on-saturday', channel: 'bluesky', day: 1, time: '09:00', state: 'held' },
  { item: 'is-your-home-warm-enough', channel: 'newsroom', day: 2, time: '08:00' },
  { item: 'is-your-home-warm-enough', channel: 'bluesky', day: 2, time: '08:30', state: 'held' },
  { item: 'a-free-visit-for-cold-homes', channel: 'newsroom', day: 4, time: '12:30' },
  { item: 'memory-cafe-moves-to-the-library', channel: 'newsroom', day: 8, time: '10:00' },
  { item: 'walk-with-us-on-sunday', channel: 'newsroom', day: 11, time: '16:00' },
  { item: 'walk-with-us-on-sunday', channel: 'bluesky', day: 11, time: '16:00', state: 'draft' },
];
