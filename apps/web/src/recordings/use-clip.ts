import type { Clip } from '@mobilise/contracts/recordings';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { assetQuery } from '../media/media-queries.ts';
import { useWorkspace } from '../session.ts';
import { type Clipped, clippedOf } from './clip.ts';

/** The upload of a recording in use, and what is used of it: the same object while it is the same stretch. */
export function useClip(value: Clip | null) {
  const { id } = useWorkspace();
  const { data: asset } = useQuery({ ...assetQuery(id, value?.assetId ?? ''), enabled: value !== null });
  const known = useRef<Clipped | null>(null);
  const now = value && asset?.duration ? clippedOf(value, asset.duration) : null;
  if (now?.start !== known.current?.start || now?.end !== known.current?.end) known.current = now;
  return { asset: value ? asset : undefined, clip: known.current };
}
