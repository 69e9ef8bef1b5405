import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { useEffect, useMemo, useRef } from 'react';
import { usePerson } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Comparison } from './compare/comparison.tsx';
import { type Draft, merged } from './drafting.ts';
import type { Drafting } from './drafting-store.ts';
import { sayFields } from './merge-words.ts';

/**
 * Two people, or one in two windows, changed the same fields at one time: what each says there, and the choice between them. All that
 * only one of them changed is in either. Nothing is lost by either.
 */
export function ConflictView({ kind, draft, drafting }: { kind: ItemKind; draft: Draft; drafting: Drafting }) {
  const { name } = usePerson();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const both = useMemo(() => draft.theirs && merged(draft, draft.theirs), [draft]);
  if (!draft.theirs || !both) return null;
  const { by } = draft.theirs;
  const isOwn = by === name;
  return (
    <section aria-labelledby="conflict" className="flex flex-col gap-4">
      <div className="flex flex-col gap-3 rounded-base border border-wait bg-wait-soft px-4 py-3">
        <h2 id="conflict" ref={heading} tabIndex={-1} className="text-lead font-semibold outline-none">
          {isOwn ? 'You changed this in another window' : `${by} changed this while you were writing`}
        </h2>
        <p>
          The two differ in {sayFields(both.collide)}. Choose which goes on; the other is not lost:{' '}
          {isOwn ? 'the other window’s' : 'theirs'} stays in the history, {isOwn ? 'this one’s' : 'yours'} is kept on
          this device and can be brought back. What only one of {isOwn ? 'them' : 'you'} changed stays in any case.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button look="primary" onPress={() => drafting.dispatch({ type: 'keep-mine', at: Date.now() })}>
            {isOwn ? 'Keep this window’s as the newest' : 'Keep mine as the newest'}
          </Button>
          <Button onPress={() => drafting.dispatch({ type: 'take-theirs', at: Date.now() })}>
            {isOwn ? 'Take the other window’s' : 'Take theirs'}
          </Button>
        </div>
      </div>
      <p className="text-small text-ink-soft">
        {isOwn ? 'From the other window’s text to this one’s:' : `From ${by}’s text to yours:`}
      </p>
      <Comparison kind={kind} before={both.theirs} after={both.mine} onlyChanges />
    </section>
  );
}
