import type { EndedUpload } from '@mobilise/contracts/ended-uploads';
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../session.ts';

/** Uploads that may not be used any more: whose right or consent has ended, when, and where to put it right. */
export function EndedList({ ended }: { ended: readonly EndedUpload[] }) {
  const { slug } = useWorkspace();
  return (
    <ul className="flex flex-col gap-2">
      {ended.map(({ id, filename, why, show }) => (
        <li key={id} className="flex flex-col items-start wrap-anywhere">
          {why}
          <Link to={`/w/${slug}/media` as string} search={{ asset: id } as never} className="text-link">
            See {filename} in the library
          </Link>
          {show && (
            <Link to={`/w/${slug}/shows/${show.id}/settings` as string} className="text-link">
              Choose another cover for {show.title}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
