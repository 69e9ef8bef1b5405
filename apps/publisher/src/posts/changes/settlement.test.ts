import { changeTransitions } from '@mobilise/contracts/post-changes';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostTries } from '../retry.ts';
import { type ChangeOutcome, settlementOfChange } from './settlement.ts';

const words = { message: fc.string(), advice: fc.string() };
const outcome: fc.Arbitrary<ChangeOutcome> = fc.oneof(
  fc.constant({ change: 'done' } as const),
  fc.constant({ change: 'gone' } as const),
  fc.constant({ change: 'abandoned' } as const),
  fc.record({ change: fc.constant('unknown' as const), message: fc.string() }),
  fc.record({
    change: fc.constant('refused' as const),
    ...words,
    again: fc.boolean(),
    reconnect: fc.boolean(),
    retryAfter: fc.option(fc.nat(7200)),
  }),
);
const kind = fc.constantFrom('edit' as const, 'remove' as const);
const quiet = 20;

it('every outcome leads where a change that is being done may go, and never ends in trying for ever', () => {
  fc.assert(
    fc.property(
      kind,
      fc.integer({ min: 1, max: 10 }),
      outcome,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (kind, tries, outcome, chance) => {
        const { state } = settlementOfChange(kind, tries, outcome, { quiet, random: () => chance });
        expect(changeTransitions.doing).toContain(state);
        if (tries >= mostTries && outcome.change !== 'abandoned')
          expect(['done', 'refused', 'needs_person']).toContain(state);
      },
    ),
  );
});

it('what may still arrive is not followed by another try before it has', () => {
  fc.assert(
    fc.property(
      kind,
      fc.integer({ min: 1, max: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (kind, tries, chance) => {
        const settled = settlementOfChange(
          kind,
          tries,
          { change: 'unknown', message: 'Reset' },
          { quiet, random: () => chance },
        );
        expect(settled.state).toBe('unconfirmed');
        expect(settled.delay).toBeGreaterThanOrEqual(quiet);
      },
    ),
  );
});
