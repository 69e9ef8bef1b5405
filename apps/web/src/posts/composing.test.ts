import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCard } from '../calendar/testing.ts';
import {
  type ComposerEvent,
  contentOf,
  countContent,
  sayMisfit,
  startComposing,
  stepComposing,
  withoutThere,
} from './composing.ts';

const channels = [
  { id: 'site', kind: 'newsroom' as const, isReady: true },
  { id: 'sky', kind: 'bluesky' as const, isReady: true },
  { id: 'sky2', kind: 'bluesky' as const, isReady: false },
];
const images = [{ assetId: 'a', alt: 'A nurse' }];
const item = { title: 'Flu clinic', summary: 'Saturday from nine.', images };
const sky = { id: 'sky', kind: 'bluesky' as const };
const channelOf = (kind: ChannelKindName) => ({ name: 'Our news', kind, limits: channelKindOf(kind).limits });
const news = channelOf('bluesky');
const page = 'https://example.org/news/riverside/flu-clinic';

test('it starts with title and summary, on the channels that are ready, with a link where there is a page', () => {
  const start = startComposing(item, channels, true);
  expect(Object.entries(start.parts).flatMap(([id, { isChosen }]) => (isChosen ? [id] : []))).toEqual(['site', 'sky']);
  expect(contentOf(start, sky, page)).toEqual({ text: 'Flu clinic\n\nSaturday from nine.', images: [], link: page });
  expect(contentOf(startComposing(item, channels, false), sky, null)).toMatchObject({ images, link: null });
});

test('the newsroom shows the item itself and needs no words', () => {
  expect(contentOf(startComposing(item, channels, true), { id: 'site', kind: 'newsroom' }, page)).toEqual({
    text: '',
    images: [],
    link: null,
  });
});

test('a channel that has a post of the item is not chosen beforehand, unless it is the one being made', () => {
  const start = startComposing(item, channels, true);
  const there = buildCard({ channelId: 'site', state: 'scheduled' });
  const chosen = ({ parts }: typeof start) => Object.keys(parts).filter((id) => parts[id]?.isChosen);
  expect(chosen(withoutThere(start, [there]))).toEqual(['sky']);
  expect(chosen(withoutThere(start, [{ ...there, state: 'draft' }]))).toEqual(['site', 'sky']);
  expect(chosen(withoutThere({ ...start, postIds: { site: there.id } }, [there]))).toEqual(['site', 'sky']);
});

test('words that nobody touched follow the item, and what somebody wrote stays', () => {
  const start = startComposing(item, channels, true);
  const renamed = { type: 'proposed', text: 'Flu and Covid clinic', images } as const;
  expect(contentOf(stepComposing(start, renamed), sky, page).text).toBe('Flu and Covid clinic');
  const written = stepComposing(start, { type: 'wrote', text: 'Come on Saturday' });
  expect(contentOf(stepComposing(written, renamed), sky, page).text).toBe('Come on Saturday');
  const own = stepComposing(start, { type: 'wrote-own', channelId: 'sky', text: 'Come on Saturday' });
  expect(contentOf(stepComposing(own, renamed), sky, page).text).toBe('Come on Saturday');
  // Written back to what was proposed, they are nobody's again.
  const back = stepComposing(written, { type: 'wrote', text: start.text });
  expect(stepComposing(back, renamed)).toEqual(
    startComposing({ ...item, title: renamed.text, summary: '' }, channels, true),
  );
});

test('alt texts that nobody touched follow the item, in what follows a post, too; others stay', () => {
  const described = {
    type: 'proposed',
    text: 'Flu clinic',
    images: [{ assetId: 'a', alt: 'A nurse with a child' }],
  } as const;
  const altsOf = (composition: ReturnType<typeof startComposing>) =>
    ['sky', 'sky2'].map((id) => composition.parts[id]?.images.map(({ alt }) => alt));
  const took = { type: 'took-images', channelId: 'sky', images: [{ assetId: 'a', alt: 'Our own Amira' }] } as const;
  const written = stepComposing(startComposing(item, channels, false), took);
  expect(altsOf(stepComposing(written, described))).toEqual([['Our own Amira'], ['A nurse with a child']]);
  // Written back to what was proposed, it is nobody's again.
  const back = stepComposing(written, { ...took, images });
  expect(altsOf(stepComposing(back, described))).toEqual([['A nurse with a child'], ['A nurse with a child']]);
  // One that the item has no more, or that came from the library, is as it was.
  expect(altsOf(stepComposing(written, { ...described, images: [] }))).toEqual([['Our own Amira'], ['A nurse']]);
  const thread = [{ text: 'Seen here', images }];
  const threaded = stepComposing(written, { type: 'followed', channelId: 'sky', thread });
  expect(stepComposing(threaded, described).parts['sky']?.thread[0]?.images).toEqual(described.images);
});

test('a channel with words of its own keeps them when those for all change, and takes those for all again when it gives its own up', () => {
  const steps: ComposerEvent[] = [
    { type: 'wrote-own', channelId: 'sky', text: 'Come on Saturday' },
    { type: 'wrote', text: 'For everybody' },
  ];
  const written = steps.reduce(stepComposing, startComposing(item, channels, true));
  expect(contentOf(written, sky, page).text).toBe('Come on Saturday');
  const again = stepComposing(written, { type: 'wrote-own', channelId: 'sky', text: null });
  expect(contentOf(again, sky, page).text).toBe('For everybody');
});

test('choosing channels loses no words', () => {
  const anyEvent = fc.oneof(
    fc.record({ type: fc.constant('chose' as const), channelIds: fc.subarray(['site', 'sky', 'sky2']) }),
    fc.record({ type: fc.constant('wrote' as const), text: fc.string() }),
    fc.record({
      type: fc.constant('wrote-own' as const),
      channelId: fc.constantFrom('sky', 'sky2', 'gone'),
      text: fc.string(),
    }),
    fc.record({
      type: fc.constant('put-below' as const),
      channelId: fc.constant('sky'),
      below: fc.constantFrom('link' as const, 'images' as const, 'nothing' as const),
    }),
  );
  fc.assert(
    fc.property(fc.array(anyEvent), (events) => {
      const end = events.reduce<ReturnType<typeof startComposing>>(stepComposing, startComposing(item, channels, true));
      const last = events.findLast((event) => event.type === 'wrote');
      const own = events.findLast((event) => event.type === 'wrote-own' && event.channelId === 'sky');
      expect(end.text).toBe(last?.type === 'wrote' ? last.text : 'Flu clinic\n\nSaturday from nine.');
      expect(end.parts['sky']?.own).toBe(own?.type === 'wrote-own' ? own.text : null);
      expect(end.parts['gone']).toBeUndefined();
      // The way back from this device changes nothing either.
      expect(
        stepComposing(startComposing(item, channels, true), {
          type: 'restored',
          composition: JSON.parse(JSON.stringify(end)),
        }),
      ).toEqual(end);
    }),
  );
});

test('characters are counted as readers count them', () => {
  const counts = countContent('bluesky', { text: '👩‍⚕️é', images: [], link: null });
  expect(counts).toMatchObject({ used: 2, left: 298, problems: [] });
  expect(countContent('bluesky', { text: 'x'.repeat(305), images: [], link: null })).toMatchObject({
    left: -5,
    problems: ['Bluesky takes 300 characters; shorten the text by 5.'],
  });
  expect(countContent('newsroom', { text: '', images: [], link: null })).toBeNull();
});

test('below images the count is of what stands there', () => {
  const images = [{ assetId: crypto.randomUUID(), alt: 'A nurse' }];
  expect(countContent('telegram', { text: 'x'.repeat(1030), images, link: null })).toMatchObject({
    limit: 1024,
    left: -6,
    problems: ['Telegram takes 1024 characters below images; shorten the text by 6.'],
  });
  expect(countContent('telegram', { text: 'x'.repeat(1030), images: [], link: null })).toMatchObject({ left: 3066 });
});

test('a link counts where it goes into the words, and not with images', () => {
  const mastodon = (content: Partial<Parameters<typeof countContent>[1]>) =>
    countContent('mastodon', { text: 'x'.repeat(470), images: [], link: page, ...content });
  expect(mastodon({})).toMatchObject({ used: 495, left: 5, problems: [] });
  expect(mastodon({ link: null })).toMatchObject({ used: 470 });
  expect(mastodon({ images })).toMatchObject({ used: 470 });
});

test('what follows goes along with the words, each part with a count of its own', () => {
  const start = startComposing(item, channels, true);
  const follow = (...texts: string[]) =>
    stepComposing(start, { type: 'followed', channelId: 'sky', thread: texts.map((text) => ({ text, images: [] })) });
  expect(contentOf(start, sky, page)).not.toHaveProperty('thread');
  const content = contentOf(follow('No appointment needed.'), sky, page);
  expect(content.thread).toEqual([{ text: 'No appointment needed.', images: [] }]);
  expect(sayMisfit(news, content)).toBeNull();
  expect(sayMisfit(news, contentOf(follow('x'.repeat(301)), sky, page))).toBe('Our news (part 2)');
  expect(sayMisfit(news, contentOf(follow(''), sky, page))).toBe('Our news (part 2)');
  expect(sayMisfit(channelOf('telegram'), content)).toBe('Our news');
});

test('what does not fit is named: the channel, and which parts of a thread', () => {
  const part = (text: string) => ({ text, images: [] });
  const content = (text: string, ...thread: string[]) => ({ text, images: [], link: null, thread: thread.map(part) });
  expect(sayMisfit(news, content(''))).toBe('Our news');
  expect(sayMisfit(news, content('', 'Fits', ''))).toBe('Our news (parts 1 and 3)');
  expect(sayMisfit(news, { ...content('Fits', ''), part: 4 })).toBe('Our news (part 5)');
  expect(sayMisfit(news, content('Fits', ...Array(25).fill('Fits')))).toBe('Our news');
  expect(sayMisfit(channelOf('linkedin'), content('', ''))).toBe('Our news (the post and the first comment)');
});

test('a comment is counted against the limit of comments', () => {
  const comment = { text: 'See', images: [], link: null };
  expect(countContent('linkedin', comment)).toMatchObject({ limit: 3000 });
  expect(countContent('linkedin', { ...comment, part: 2 })).toMatchObject({ limit: 1250 });
});
