import type { ItemKind } from '@mobilise/contracts/kinds';
import { useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { Comparison } from './compare/comparison.tsx';
import type { Draft } from './drafting.ts';
import type { Drafting } from './drafting-store.ts';

/** Two people wrote at one time: both texts, and the choice between them. Nothing is lost by either. */
export function ConflictView({ kind, draft, drafting }: { kind: ItemKind; draft: Draft; drafting: Drafting }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  if (!draft.theirs) return null;
  const { by, words } = draft.theirs;
  return (
    <section aria-labelledby="conflict" className="flex flex-col gap-4">
      <div className="flex flex-col gap-3 rounded-base border border-wait bg-wait-soft px-4 py-3">
        <h2 id="conflict" ref={heading} tabIndex={-1} className="text-lead font-semibold outline-none">
          {by} changed this while you were writing
        </h2>
        <p>
          Your words are kept on this device. Choose which text goes on; the other one is not lost: theirs stays in the
          history, yours can be brought back.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button look="primary" onPress={() => drafting.dispatch({ type: 'keep-mine', at: Date.now() })}>
            Keep mine as the newest
          </Button>
          <Button onPress={() => drafting.dispatch({ type: 'take-theirs' })}>Take theirs</Button>
        </div>
      </div>
      <p className="text-small text-ink-soft">From {by}’s text to yours:</p>
      <Comparison kind={kind} before={words} after={draft.words} />
    </section>
  );
}
