import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countGraphemes, limits } from './channel-kinds/kind.ts';
import { type ChannelKindName, channelKindNames, channelKindOf, channelKinds, misfits } from './channels.ts';
import { connectOf } from './connecting.ts';
import { longestStatement, replyWith } from './corrections.ts';
import { line, slug, slugify } from './fields.ts';
import { kinds } from './kinds.ts';
import { changeStates, changeTransitions, isFinal, mayDecide, plansFor } from './post-changes.ts';
import { allows, postStates, statesFor, transitions } from './post-states.ts';
import { actions, can, roles, whoCan } from './roles.ts';

describe('kinds of channel', () => {
  test.each(Object.entries(channelKinds))(
    '%s counts text exactly where it shows a post, and is told in words',
    (name, kind) => {
      expect(kind.limits.text === null).toBe(kind.shows === 'item');
      expect(connectOf(name as ChannelKindName).what).toMatch(/^[A-Z].*\.$/);
      expect(limits.parse(kind.limits)).toEqual(kind.limits);
    },
  );
});

describe('a line of text', () => {
  test.each(['Flu clinic', 'Café 👩🏽‍⚕️', 'בית חולים', '…'])('takes %s', (value) => {
    expect(line(40).parse(value)).toBe(value);
  });

  test.each(['', '  ', '\u200b', '\u{e0061}', 'safe\u202egpj.exe', 'a\u0007b', 'a\u0000'])('refuses %j', (value) => {
    expect(line(40).safeParse(value).success).toBe(false);
  });
});

describe('roles', () => {
  test('an owner may do everything, a viewer only reads', () => {
    for (const action of actions) {
      expect(can('owner', action)).toBe(true);
      if (can('viewer', action)) expect(action).toMatch(/\.read$/);
    }
  });

  test('nobody is told to ask somebody who may not', () => {
    for (const action of actions)
      for (const role of roles) expect(whoCan(action).includes(role)).toBe(can(role, action));
  });
});

describe('the state machine', () => {
  test('what is published stays published until it is taken away, for good', () => {
    expect(transitions.published).toEqual(['removed']);
    expect(transitions.removed).toEqual([]);
  });

  test('nothing is sent but by way of a claim', () => {
    for (const state of postStates) if (transitions[state].includes('sending')) expect(state).toBe('claimed');
  });

  test('nobody touches a post while the publisher has it', () => {
    for (const command of ['edit', 'schedule', 'unschedule', 'cancel', 'retry', 'remove'] as const) {
      for (const state of ['claimed', 'sending', 'unconfirmed', 'published'] as const) {
        expect({ command, state, allowed: allows(state, command) }).toEqual({ command, state, allowed: false });
      }
    }
  });

  test('every state can be left for an end, but for the end itself', () => {
    const ends = new Set(['published', 'cancelled', 'removed']);
    for (const start of postStates) {
      const seen = new Set([start]);
      for (const state of seen) for (const next of transitions[state]) seen.add(next);
      expect([...seen].some((state) => ends.has(state))).toBe(true);
    }
    expect(statesFor('resolve')).toEqual(['needs_person']);
  });
});

describe('the changes of what is out', () => {
  test('each can be left for an end, and a person may only do what leads on', () => {
    const ends = new Set(['done', 'dropped']);
    for (const start of changeStates) {
      const seen = new Set([start]);
      for (const state of seen) for (const next of changeTransitions[state]) seen.add(next);
      expect([...seen].some((state) => ends.has(state))).toBe(true);
      const leads = { again: 'planned', done: 'done', drop: 'dropped' } as const;
      for (const decision of ['again', 'done', 'drop'] as const)
        if (mayDecide(start, decision)) expect(changeTransitions[start]).toContain(leads[decision]);
    }
  });

  test('the first plan is an edit where there are any, else a reply, else a removal; leaving it is always one', () => {
    for (const kind of channelKindNames) {
      const { edit, reply, remove } = channelKindOf(kind).after;
      const plans = plansFor(kind);
      expect(plans[0]).toBe(edit ? 'edit' : reply ? 'reply' : remove ? 'remove' : 'leave');
      expect(new Set(plans).size).toBe(plans.length);
      expect([plans.includes('leave'), plans.includes('remove')]).toEqual([true, !isFinal(kind)]);
    }
  });

  test('what follows the first part of a thread is answered only by who chooses to', () => {
    for (const kind of channelKindNames) {
      const [plans, ofPart] = [plansFor(kind), plansFor(kind, 2)];
      expect(ofPart[0]).toBe(plans[0] === 'reply' ? 'leave' : plans[0]);
      expect(ofPart.toSorted()).toEqual(plans.toSorted());
    }
  });

  test('a correction is a reply that every channel with replies takes', () => {
    const words = replyWith('x'.repeat(longestStatement));
    for (const kind of channelKindNames)
      if (channelKindOf(kind).after.reply) expect(misfits(kind, { text: words, images: [], link: null })).toEqual([]);
  });
});

describe('what fits a channel', () => {
  const post = (text: string, more: { images?: { alt: string }[]; link?: string } = {}) => ({
    text,
    images: more.images ?? [],
    link: more.link ?? null,
  });

  test('Bluesky counts what readers see as characters', () => {
    expect(countGraphemes('👩‍👩‍👧‍👦é🏴󠁧󠁢󠁷󠁬󠁳󠁿')).toBe(3);
    expect(misfits('bluesky', post('x'.repeat(300)))).toEqual([]);
    expect(misfits('bluesky', post('x'.repeat(301)))).toEqual(['Bluesky takes 300 characters; shorten the text by 1.']);
  });

  test('Bluesky counts bytes too', () => {
    expect(misfits('bluesky', post('👩‍👩‍👧‍👦'.repeat(150)))[0]).toContain('bytes too long');
  });

  test('images and a link card exclude each other, unless the text holds the link', () => {
    const images = [{ alt: 'A nurse' }];
    const link = 'https://riverside.example/flu';
    expect(misfits('bluesky', post('Flu clinic', { images, link }))).toHaveLength(1);
    expect(misfits('bluesky', post(`Flu clinic ${link}`, { images, link }))).toEqual([]);
  });

  test('Telegram counts what computers do, and takes fewer words below images', () => {
    const images = [{ alt: 'A nurse' }];
    expect(misfits('telegram', post('👩‍⚕️'.repeat(819)))).toEqual([]);
    expect(misfits('telegram', post('👩‍⚕️'.repeat(820)))).toEqual([
      'Telegram takes 4096 characters; shorten the text by 4.',
    ]);
    expect(misfits('telegram', post('x'.repeat(1024), { images }))).toEqual([]);
    expect(misfits('telegram', post('x'.repeat(1025), { images }))).toEqual([
      'Telegram takes 1024 characters below images; shorten the text by 1.',
    ]);
  });

  test('a link that goes into the words counts among them', () => {
    const link = 'https://riverside.example/flu';
    const most = 4096 - link.length - 2;
    expect(misfits('telegram', post('x'.repeat(most), { link }))).toEqual([]);
    expect(misfits('telegram', post('x'.repeat(most + 1), { link }))).toHaveLength(1);
  });

  test('a channel without alt text takes any, and one without images none', () => {
    const images = [{ alt: 'x'.repeat(1500) }];
    expect(misfits('telegram', post('Flu clinic', { images }))).toEqual([]);
    for (const kind of ['slack', 'teams'] as const) {
      expect(misfits(kind, post('Flu clinic', { images }))).toEqual([
        `${channelKinds[kind].label} shows no images; leave them out.`,
      ]);
      expect(misfits(kind, post('Flu clinic', { link: 'https://riverside.example/flu' }))).toEqual([]);
    }
  });

  test('a newsroom takes everything', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5000 }), (text) => {
        expect(misfits('newsroom', post(text))).toEqual([]);
      }),
    );
  });

  test('every limit says where and when it was read', () => {
    for (const { limits } of Object.values(channelKinds))
      expect(limits).toMatchObject({
        source: expect.stringMatching(/\w/),
        readOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
  });
});

describe('what people need who cannot see', () => {
  test('an image without alt text is missing it', () => {
    const image = { assetId: crypto.randomUUID(), alt: ' ' };
    expect(kinds.story.missing({ ...kinds.story.empty, leadImage: image })).toEqual([
      'Describe the image in its alt text.',
    ]);
    expect(kinds.story.missing({ ...kinds.story.empty, leadImage: { ...image, alt: 'A nurse' } })).toEqual([]);
  });

  test('an infographic needs artwork, alt text and a long description', () => {
    expect(kinds.infographic.missing(kinds.infographic.empty)).toHaveLength(2);
  });

  test('a data table has as many cells in each row as columns', () => {
    const table = { caption: '', columns: ['a', 'b'], rows: [['1', '2'], ['3']] };
    expect(kinds.infographic.content.safeParse({ ...kinds.infographic.empty, data: table }).success).toBe(false);
  });
});

test('a slug is made from any title', () => {
  expect(slugify('Carers’ week, 2026: “Thank you”')).toBe('carers-week-2026-thank-you');
  expect(slugify('日本')).toBe('item');
  expect(slugify('أخبار 🎉')).toBe('item');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (title) => {
      expect(slug.safeParse(slugify(title)).success).toBe(true);
    }),
  );
});

test.each([
  ['Ærø & Øst: straße ŁÓDŹ', 'aero-ost-strasse-lodz'],
  ['Ærø & Øst: straße ŁÓDŹ'.normalize('NFD'), 'aero-ost-strasse-lodz'],
  ['Þórður, GROẞ, Đurđa, œuvre', 'thordur-gross-durda-oeuvre'],
  ['Işık, İzmir, Ħaż-Żebbuġ, Ŋala, Ŧ, Ǿ', 'isik-izmir-haz-zebbug-ngala-t-o'],
  ['Café Übermut: Año Ñandú, ﬁne ™ ½', 'cafe-ubermut-ano-nandu-fine-tm-1-2'],
])('the slug of “%s” loses no letter', (title, slug) => {
  expect(slugify(title)).toBe(slug);
});
