import type { Asset, MediaKind } from '@mobilise/contracts/media';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useWorkspace } from '../session.ts';
import { announce } from '../ui/announcer.tsx';
import { wordsOf } from '../ui/form-problem.tsx';
import { refusal } from './accepted.ts';
import { upload } from './upload.ts';

/** One file on its way: `share` of it is sent; `error` says why it did not arrive. */
export interface Upload {
  key: number;
  file: File;
  share: number;
  error: string | null;
  cancel: () => void;
  retry: () => void;
  dismiss: () => void;
}

/** Files sent at one time; more would only share the same line. */
const atOnce = 3;
let nextKey = 1;

/** Uploads files, several at a time, and tells of each that arrived, in the order they arrive. */
export function useUploads(
  onDone?: (asset: Asset, file: File) => void,
  kinds: readonly MediaKind[] = ['image'],
): {
  uploads: readonly Upload[];
  add: (files: Iterable<File>) => void;
} {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [queue] = useState(() => ({ waiting: [] as (() => Promise<void>)[], running: 0, done: onDone, kinds }));
  queue.done = onDone;
  queue.kinds = kinds;

  const add = useCallback(
    (files: Iterable<File>) => {
      const change = (key: number, to: Partial<Upload>) =>
        setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));
      const remove = (key: number) => setUploads((all) => all.filter((one) => one.key !== key));
      const work = async () => {
        const next = queue.running < atOnce ? queue.waiting.shift() : undefined;
        if (!next) return;
        queue.running += 1;
        await next();
        queue.running -= 1;
        void work();
      };
      const begin = (file: File, key: number) => {
        const aborting = new AbortController();
        const refused = refusal(file, queue.kinds);
        const entry = {
          key,
          file,
          share: 0,
          error: refused?.message ?? null,
          cancel: () => {
            aborting.abort();
            remove(key);
            announce(`Upload of ${file.name} cancelled`);
          },
          retry: () => begin(file, key),
          dismiss: () => remove(key),
        };
        setUploads((all) =>
          all.some((one) => one.key === key) ? all.map((one) => (one.key === key ? entry : one)) : [...all, entry],
        );
        if (refused) return;
        queue.waiting.push(async () => {
          if (aborting.signal.aborted) return;
          try {
            const made = await upload(workspaceId, file, (share) => change(key, { share }), aborting.signal);
            client.setQueryData(['assets', workspaceId, 'one', made.id], made);
            void client.invalidateQueries({ queryKey: ['assets', workspaceId, 'list'] });
            remove(key);
            announce(`${file.name} uploaded`);
            queue.done?.(made, file);
          } catch (error) {
            if (!aborting.signal.aborted) change(key, { error: wordsOf(error).detail });
          }
        });
        void work();
      };
      for (const file of files) begin(file, nextKey++);
    },
    [client, queue, workspaceId],
  );
  return { uploads, add };
}
