import type { LetterResult, Mailing, OutgoingLetter } from './adapter.ts';

/** A list in memory that keeps what the publisher's keeps: who was given out, and what became of it. */
export interface MailingFake extends Mailing {
  /** The newest by address. */
  results: Map<string, LetterResult>;
  /** Every address that was given out, as often as it was. */
  given: string[];
  interrupt: () => void;
  /** What the publisher gives out again once its time has come: the letters that are unsent or put off. */
  again: () => void;
}

export function mailingFake(addresses: readonly string[]): MailingFake {
  const letters: OutgoingLetter[] = addresses.map((address, index) => ({
    id: index + 1,
    address,
    name: `${index + 1}.abc`,
    unsubscribeUrl: `https://news.example/newsletters/unsubscribe/${index + 1}.tok`,
  }));
  let waiting = [...letters];
  const results = new Map<string, LetterResult>();
  const given: string[] = [];
  let isInterrupted = false;
  const count = (state: string) =>
    results
      .values()
      .filter((result) => result.state === state)
      .toArray().length;
  return {
    results,
    given,
    interrupt: () => {
      isInterrupted = true;
    },
    again: () => {
      const isDue = ({ address }: OutgoingLetter) => /^(unsent|later)$/.test(results.get(address)?.state ?? '');
      waiting = [...letters.filter(isDue), ...waiting];
    },
    open: async () => ({ total: addresses.length, colour: '#0f766e' }),
    next: async () => {
      const letter = isInterrupted ? undefined : waiting.shift();
      if (letter) given.push(letter.address);
      return letter ?? null;
    },
    settle: async ({ address }, result) => void results.set(address, result),
    interrupted: () => isInterrupted,
    counts: async () => ({
      total: addresses.length,
      accepted: count('accepted'),
      refused: count('refused'),
      unknown: count('unknown'),
      pending: addresses.length - count('accepted') - count('refused') - count('unknown'),
    }),
  };
}
