import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { RailSection } from '../ui/page-frame.tsx';
import { FieldLink } from './field-link.tsx';
import type { Missing } from './missing.ts';

/** What is still needed for people who cannot see or hear it, as it is written; each sentence leads to its field. */
export function MissingSection({
  kind,
  missing,
  canWrite,
}: {
  kind: ItemKind;
  missing: readonly Missing[];
  canWrite: boolean;
}) {
  const isHeard = kind === 'episode' || kind === 'video';
  return (
    <RailSection title="For everybody">
      {missing.length === 0 ? (
        <p className="flex items-start gap-2 text-ink-soft">
          <CircleCheck aria-hidden className="mt-0.5 size-4.5 shrink-0 text-done" />
          {`Nothing is missing for people who cannot ${isHeard ? 'see or hear' : 'see'} it.`}
        </p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {missing.map(({ sentence, fieldId }) => (
            <li key={sentence} className="flex items-start gap-2">
              <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wait" />
              {fieldId && canWrite ? <FieldLink fieldId={fieldId}>{sentence}</FieldLink> : sentence}
            </li>
          ))}
        </ul>
      )}
    </RailSection>
  );
}
