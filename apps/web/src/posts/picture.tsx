import { useQuery } from '@tanstack/react-query';
import { LoaderCircle } from 'lucide-react';
import { assetQuery } from '../media/media-queries.ts';
import { useWorkspace } from '../session.ts';
import { cx } from '../ui/cx.ts';

/** An upload as a small picture that fills its place; a grey place while there is none, which turns while it is made. */
export function Picture({ assetId, alt, className }: { assetId: string; alt: string; className?: string }) {
  const { id } = useWorkspace();
  const { data } = useQuery(assetQuery(id, assetId));
  const wide = data?.renditions
    .filter(({ purpose, format }) => purpose === 'responsive' && format !== 'avif')
    .sort((one, other) => one.width - other.width)
    .find(({ width }) => width >= 600);
  const url = wide?.url ?? data?.thumb;
  if (!url)
    return (
      <span
        role="img"
        aria-label={alt || 'Image'}
        className={cx('grid place-items-center bg-hover text-ink-soft', className)}
      >
        {data?.state === 'processing' && <LoaderCircle aria-hidden className="size-5 animate-spin" />}
      </span>
    );
  return <img src={url} alt={alt} draggable={false} className={cx('block bg-sunk object-cover', className)} />;
}
