import type { ItemContent } from '@mobilise/contracts/kinds';
import { clipOf, timesOutside } from '@mobilise/contracts/recording-times';
import { useQuery } from '@tanstack/react-query';
import { assetQuery } from '../media/media-queries.ts';
import { useWorkspace } from '../session.ts';

/** What of an episode or a video lies outside its recording as it is written now, so that it is not approved; each with its field's id. */
export function useTimesOutside(content: unknown): { sentence: string; fieldId: string | undefined }[] {
  const { id: workspaceId } = useWorkspace();
  const written = content as ItemContent;
  const clip = clipOf(written);
  const { data: asset } = useQuery({ ...assetQuery(workspaceId, clip?.assetId ?? ''), enabled: clip !== null });
  if (!clip || !asset?.duration) return [];
  return timesOutside(written, asset.duration).map(({ field, message }) => ({
    sentence: message,
    fieldId: field.split('.')[0],
  }));
}
