import type { Asset, MediaKind } from '@mobilise/contracts/media';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { usePerson, useWorkspace } from '../session.ts';
import { libraryOf, shownBy, type Upload, type UploadPlace, uploadStore, useUploadsTo } from './upload-store.ts';
import { beginUpload } from './uploading.ts';

export interface UploadsOptions {
  kinds?: readonly MediaKind[];
  /** The library shows whatever no other part of the screen does. */
  isLibrary?: boolean;
}

const images = ['image'] as const;

/**
 * Uploads files, several at a time, and tells of each that arrived, in the order they arrive, while this part of the screen is
 * there. What is on its way when it goes arrives in the library.
 */
export function useUploads(
  onDone?: (asset: Asset, file: File) => void,
  { kinds = images, isLibrary = false }: UploadsOptions = {},
): { uploads: readonly Upload[]; add: (files: Iterable<File>, replaces?: string) => void } {
  const place = useUploadPlace();
  const keep = useKeepAsset();
  const [own] = useState(() => Symbol('uploads'));
  const owner = isLibrary ? libraryOf(place) : own;
  const latest = useRef({ onDone, kinds });
  latest.current = { onDone, kinds };
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    const hide = uploadStore.show(owner);
    return () => {
      isThere.current = false;
      hide();
    };
  }, [owner]);
  useUploadsTo(place);

  const add = useCallback(
    (files: Iterable<File>, replaces?: string) => {
      // Another try takes the place of those that failed here; the library keeps them, as they may be of many.
      if (!isLibrary)
        for (const { owner: whose, state, cancel } of uploadStore.all())
          if (whose === owner && state === 'failed') cancel(true);
      for (const file of files) {
        const done = (asset: Asset) => {
          keep(asset);
          if (isThere.current) latest.current.onDone?.(asset, file);
        };
        beginUpload(place, file, { owner, kinds: latest.current.kinds, replaces, onDone: done });
      }
    },
    [owner, place, keep, isLibrary],
  );
  return { uploads: shownBy(owner, place), add };
}

/** Where the signed-in person's uploads go. */
export function useUploadPlace(): UploadPlace {
  const { id: workspaceId } = useWorkspace();
  const { id: userId } = usePerson();
  return useMemo(() => ({ workspaceId, userId }), [workspaceId, userId]);
}

/** Takes a new upload into what is known of the library. */
export function useKeepAsset(): (asset: Asset) => void {
  const client = useQueryClient();
  const { id } = useWorkspace();
  return useCallback(
    (asset: Asset) => {
      client.setQueryData(['assets', id, 'one', asset.id], asset);
      void client.invalidateQueries({ queryKey: ['assets', id, 'list'] });
      void client.invalidateQueries({ queryKey: ['assets', id, 'overview'] });
    },
    [client, id],
  );
}
