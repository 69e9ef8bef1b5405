import { Problem } from '@mobilise/contracts/problems';
import { CircleAlert } from 'lucide-react';
import { fieldErrors } from '../ui/form-problem.tsx';

/**
 * What was said against connecting, word for word, and what to do; the form shows only the advice, beside a field. Nothing when
 * there is no field to stand beside: then the form says it itself.
 */
export function RefusalWords({ error }: { error: unknown }) {
  if (!(error instanceof Problem) || error.code !== 'channel_refused') return null;
  const beside = Object.values(fieldErrors(error));
  if (beside.length === 0 || beside.includes(error.message)) return null;
  return (
    <div role="alert" className="flex gap-2 rounded-base border border-wrong bg-wrong-soft px-3 py-2">
      <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wrong" />
      <p className="wrap-anywhere">
        <span className="font-medium">Not connected:</span> “{error.message}” {beside.join(' ')}
      </p>
    </div>
  );
}
