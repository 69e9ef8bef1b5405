import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../session.ts';

/** Tags as a list; each leads to the items that have it. */
export function ItemTags({ tags }: { tags: readonly string[] }) {
  const { slug } = useWorkspace();
  return (
    <ul aria-label="Tags" className="flex flex-wrap gap-1">
      {tags.map((tag) => (
        <li key={tag} className="min-w-0">
          <Link
            to={`/w/${slug}/items` as string}
            search={{ tag } as never}
            className="flex min-h-6 items-center rounded-base border border-line px-1.5 text-small text-ink-soft no-underline wrap-anywhere hover:bg-hover hover:text-ink pointer-coarse:min-h-8"
          >
            {tag}
          </Link>
        </li>
      ))}
    </ul>
  );
}
