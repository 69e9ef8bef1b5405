import type { ReactNode } from 'react';
import { Button } from './button.tsx';

/** What somebody else saved where a person is changing something, and the way on. Nothing without any. */
export function Meanwhile({
  theirs,
  onGoOn,
}: {
  theirs: readonly { label: string; value: ReactNode }[];
  onGoOn: () => void;
}) {
  if (theirs.length === 0) return null;
  return (
    <div role="alert" className="flex flex-col gap-2 border-l-2 border-wait pl-3">
      <p className="font-medium">Somebody else changed this meanwhile. What is there now:</p>
      <dl className="flex flex-col gap-1">
        {theirs.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-small text-ink-soft">{label}</dt>
            <dd className="whitespace-pre-wrap wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      <div>
        <Button size="small" onPress={onGoOn}>
          Go on with mine
        </Button>
      </div>
    </div>
  );
}
