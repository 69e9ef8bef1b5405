import type { DocumentNode } from '@mobilise/contracts/document';
import type { SampleStory } from './item.ts';

const p = (text: string): DocumentNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const h = (text: string): DocumentNode => ({ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text }] });
const quote = (text: string): DocumentNode => ({ type: 'blockquote', content: [p(text)] });
const list = (...lines: string[]): DocumentNode => ({
  type: 'bulletList',
  content: lines.map((line) => ({ type: 'listItem', content: [p(line)] })),
});

export const sampleStories: SampleStory[] = [
  {
    kind: 'story',
    slug: 'flu-clinic-opens-on-saturday',
    campaign: 'flu',
    tags: ['vaccination', 'winter'],
    title: 'Flu clinic opens on Saturday, no appointment needed',
    summary: 'Come to the health centre between nine and four. It takes ten minutes, and tea is waiting.',
    upload: {
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
    kind: 'story',
    slug: 'a-wednesday-at-the-carers-cafe',
    campaign: 'carers',
    tags: ['carers', 'people'],
    title: 'A Wednesday at the carers’ café',
    summary: 'Two hours, one pot of tea and nobody asking how the patient is.',
    upload: { file: 'carers-tea.svg', alt: 'Drawing of a steaming teacup and a sandwich on a table by a window' },
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
    kind: 'story',
    slug: 'the-nurse-who-answers-at-three-in-the-morning',
    campaign: null,
    tags: ['people'],
    title: 'The nurse who answers at three in the morning',
    summary: 'Samira takes the hospice’s night line. What people ask, and what she has learned to say.',
    upload: {
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
    kind: 'story',
    slug: 'a-free-visit-for-cold-homes',
    campaign: 'warm',
    tags: ['cost of living', 'winter'],
    title: 'A free visit for cold homes',
    summary: 'Draughts, boilers and bills: an adviser comes to you, and leaves with a list.',
    upload: { file: 'warm-home.svg', alt: 'Drawing of two houses with lit windows in the snow under a full moon' },
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
    upload: { file: 'choir.svg', alt: 'Drawing of five singers in bright clothes with music notes above them' },
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
    upload: { file: 'memory-cafe.svg', alt: 'Drawing of two older people at a table under a wall of portraits' },
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
    upload: { file: 'walking-group.svg', alt: 'Drawing of three walkers on a path between autumn hills' },
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
    upload: { file: 'garden-volunteers.svg', alt: 'Drawing of a smiling volunteer among tall flowers' },
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
    upload: { file: 'riverside-dawn.svg', alt: 'Drawing of a white house by a river at dawn' },
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
    upload: { file: 'riverside-dawn.svg', alt: 'Drawing of a white house by a river at dawn' },
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
    upload: { file: 'garden-volunteers.svg', alt: 'Drawing of a smiling volunteer among tall flowers' },
    body: [
      p(
        'Seven people who once sat on ward two open their gardens for an afternoon. Entry is free; the tin by the gate pays for gloves.',
      ),
      p('Maps are at the library and the hospice’s reception. Three of the gardens have step-free paths.'),
    ],
  },
  {
    kind: 'story',
    slug: 'come-when-you-can',
    campaign: null,
    tags: [],
    title: 'Come when you can: longer visiting hours',
    summary: 'The ward is open to visitors from ten in the morning until eight at night, and the cat stays.',
    upload: { file: 'riverside-dawn.svg', alt: 'Drawing of a white house by a river at dawn' },
    body: [
      p(
        'Shifts end late and buses run when they like. From now on visitors are welcome on the ward from ten in the morning until eight at night, on every day of the week.',
      ),
      list(
        'The family room has a bed for whoever stays the night',
        'Children and well-behaved dogs may come',
        'Outside these hours, ring the bell and a nurse lets you in',
      ),
      p('Soup is served at six. Nobody asks who you belong to.'),
    ],
  },
  {
    kind: 'story',
    slug: 'could-you-answer-the-night-line',
    campaign: null,
    tags: [],
    title: 'Could you answer the night line?',
    summary: 'Two evenings of training, one night a fortnight, and Samira to ring when you are stuck.',
    upload: {
      file: 'night-nurse.svg',
      alt: 'Drawing of a smiling nurse at night, a crescent moon and a heart beside her',
    },
    body: [
      p(
        'The night line looks for four more volunteers. You need not be a nurse: whoever answers first mostly listens, and passes on what needs a doctor.',
      ),
      h('What it takes'),
      list('A quiet room at home', 'One night in fourteen, from eight to eight', 'Patience with people who ring off'),
      p('Still to come: a sentence from Samira, and the date of the first evening.'),
    ],
  },
];
