import type { EndedUpload } from '@mobilise/contracts/ended-uploads';
import { OctagonAlert } from 'lucide-react';
import { EndedList } from '../media/ended-list.tsx';
import { RailSection } from '../ui/page-frame.tsx';

/** What an item carries and may not be used any more. */
export function EndedSection({ ended, isOut }: { ended: readonly EndedUpload[]; isOut: boolean }) {
  return (
    <RailSection title="May not be used any more">
      <div className="flex items-start gap-2 rounded-base bg-wrong-soft px-2 py-1.5">
        <OctagonAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wrong" />
        <EndedList ended={ended} />
      </div>
      <p className="text-small text-ink-soft">
        Nothing goes out with {ended.length === 1 ? 'it' : 'them'}.
        {isOut && ' What is out already stays until somebody edits or deletes it.'}
      </p>
    </RailSection>
  );
}
