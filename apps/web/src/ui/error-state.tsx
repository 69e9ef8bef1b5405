import { Problem } from '@mobilise/contracts/problems';
import { RotateCw } from 'lucide-react';
import { Button } from './button.tsx';
import { Drawing } from './drawing.tsx';
import { wordsOf } from './form-problem.tsx';

/** In place of what could not be loaded: what happened, in the server's words, and a way on. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail } = wordsOf(error);
  const isGone = error instanceof Problem && error.code === 'not_found';
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-12 text-center">
      <Drawing name={isGone ? 'lost' : 'unplugged'} />
      <p className="text-lead font-semibold">{title}</p>
      <p className="text-ink-soft">{detail}</p>
      {onRetry && !isGone && (
        <Button icon={RotateCw} onPress={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
