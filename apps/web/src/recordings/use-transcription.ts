import type { Cue } from '@mobilise/contracts/captions/cue';
import { parseCaptions } from '@mobilise/contracts/captions/parse-captions';
import { mediaOverview } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import {
  getTranscription,
  stopTranscription,
  type Transcription,
  transcribeAsset,
} from '@mobilise/contracts/transcription';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call, unreachable } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { announce } from '../ui/announcer.tsx';
import { showProblem } from '../ui/toast.tsx';

/** Milliseconds between looks at what is being written: how far it is is announced less often than it changes. */
const watchEvery = 2000;

export const isUnderWay = (now: Transcription | undefined) => now?.state === 'waiting' || now?.state === 'writing';

/** Whether this installation has a program that writes down what is said: that changes with its settings alone. */
const offeredQuery = (workspace: string) =>
  queryOptions({
    queryKey: ['installation', workspace, 'transcribes'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => (await call(mediaOverview, { params: { workspace }, signal })).transcription,
  });

const transcriptionQuery = (workspace: string, asset: string) =>
  queryOptions({
    queryKey: ['assets', workspace, 'transcription', asset],
    queryFn: ({ signal }) => call(getTranscription, { params: { workspace, asset }, signal }),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? watchEvery : false),
  });

/** The words that were written down, in the time of the whole recording. Their address names their content. */
export const writtenQuery = (url: string | null) =>
  queryOptions({
    queryKey: ['written down', url],
    enabled: url !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<readonly Cue[]> => {
      const response = await fetch(url ?? '', { signal }).catch((error: unknown) => {
        throw signal.aborted ? error : unreachable(error);
      });
      if (!response.ok) throw new Problem('not_found', 'What was written down cannot be read. Write it down again.');
      return parseCaptions(await response.text(), { as: 'vtt' }).cues;
    },
  });

/** How the writing down of a recording stands, and what a person may do about it. */
export function useTranscription(assetId: string | null) {
  const { id: workspace } = useWorkspace();
  const mayWrite = useCan('assets.write');
  const client = useQueryClient();
  const offered = useQuery(offeredQuery(workspace)).data;
  const { queryKey, ...query } = transcriptionQuery(workspace, assetId ?? '');
  const isOffered = offered === true && assetId !== null && mayWrite;
  const now = useQuery({ queryKey, ...query, enabled: isOffered });
  const change = useMutation({
    mutationFn: (route: typeof transcribeAsset | typeof stopTranscription) =>
      call(route, { params: { workspace, asset: assetId ?? '' } }),
    onSuccess: (changed) => client.setQueryData(queryKey, changed),
    onError: showProblem,
  });
  return {
    /** Null while nobody knows. */
    isInstalled: offered ?? null,
    isOffered,
    now: isOffered ? now.data : undefined,
    error: isOffered ? now.error : null,
    ask: () => change.mutate(transcribeAsset),
    stop: () => change.mutate(stopTranscription),
    isPending: change.isPending,
  };
}

/** Whether what was written down is offered: because somebody asked for it, or it came while this page was open. */
export function useOffered(now: Transcription | undefined): [boolean, (isOffered: boolean) => void] {
  const [isOffered, setOffered] = useState(false);
  const before = useRef<Transcription | undefined>(undefined);
  useEffect(() => {
    if (isUnderWay(before.current) && now?.state === 'ready') {
      setOffered(true);
      announce('What is said was written down');
    }
    before.current = now;
  }, [now]);
  return [isOffered, setOffered];
}
