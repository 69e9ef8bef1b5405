import { sayInstant } from '@mobilise/contracts/time';
import { History, Undo2 } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { type Aside, comingBack } from './aside.ts';
import type { Draft } from './drafting.ts';
import type { Drafting } from './drafting-store.ts';
import { sayFields } from './merge-words.ts';

/** What happened to the words without the person's doing: restored from this device, or put aside for theirs. */
export function DraftNotices({ draft, drafting }: { draft: Draft; drafting: Drafting }) {
  const { zone } = useWorkspace();
  const { words, aside } = draft;
  const coming = useMemo(() => aside.map((which) => ({ which, names: comingBack(words, which) })), [words, aside]);
  return (
    <div role="status" className="flex flex-col gap-2 empty:hidden">
      {draft.restoredFrom !== null && !draft.theirs && (
        <Notice icon={<History aria-hidden className="mt-0.5 size-4.5 shrink-0 text-accent" />}>
          <span className="min-w-48 flex-1">
            Words of {sayInstant(new Date(draft.restoredFrom), zone)} had not reached the server. They were kept on this
            device and are back.
          </span>
          <Button size="small" look="quiet" onPress={() => drafting.dispatch({ type: 'close-restored' })}>
            Close
          </Button>
        </Notice>
      )}
      {coming
        .filter(({ names }) => names.length > 0)
        .map(({ which, names }) => (
          <PutAside key={aside.indexOf(which)} which={which} what={sayFields(names)} drafting={drafting} />
        ))}
    </div>
  );
}

/** Words that are on this device alone: they come back, or go for good, which is asked. */
function PutAside({ which, what, drafting }: { which: Aside; what: string; drafting: Drafting }) {
  const [isAsking, setAsking] = useState(false);
  const forget = () => {
    setAsking(false);
    drafting.dispatch({ type: 'forget-aside', which });
  };
  return (
    <Notice icon={<Undo2 aria-hidden className="mt-0.5 size-4.5 shrink-0 text-accent" />}>
      <span className="min-w-48 flex-1">Your words of {what} are put aside, on this device.</span>
      <Button size="small" onPress={() => drafting.dispatch({ type: 'bring-back', which, at: Date.now() })}>
        Bring mine back
      </Button>
      <Button size="small" look="quiet" onPress={() => setAsking(true)}>
        Forget mine…
      </Button>
      <Confirm
        title={`Forget your words of ${what}?`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        action="Forget them"
        onConfirm={forget}
      >
        They are on this device alone, and cannot be brought back afterwards.
      </Confirm>
    </Notice>
  );
}

function Notice({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-start gap-x-2.5 gap-y-2 rounded-base bg-accent-soft px-3 py-2">
      {icon}
      {children}
    </div>
  );
}
