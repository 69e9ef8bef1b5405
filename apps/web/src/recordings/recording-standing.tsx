import type { Asset } from '@mobilise/contracts/media';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { factsOf } from '../media/facts.tsx';
import { ProcessingNote } from '../media/processing-note.tsx';
import { useWorkspace } from '../session.ts';

/** How an upload of sound or film stands: what is being made from it, what it is, what is to be heard in it that somebody should know. */
export function RecordingStanding({ asset }: { asset: Asset }) {
  const { slug } = useWorkspace();
  return (
    <div className="flex flex-col gap-2">
      <p className="figures text-small text-ink-soft">
        <Link
          to={`/w/${slug}/media` as string}
          search={{ asset: asset.id } as never}
          className="text-link font-medium wrap-anywhere"
        >
          {asset.filename}
        </Link>
        {factsOf(asset).map(([name, value]) => ` · ${name} ${value}`)}
      </p>
      <ProcessingNote asset={asset} />
      {asset.warnings.length > 0 && (
        <ul className="flex flex-col gap-1">
          {asset.warnings.map((warning) => (
            <li key={warning} className="flex items-start gap-2">
              <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wait" />
              {warning}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
