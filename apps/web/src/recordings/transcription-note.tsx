import type { Cue } from '@mobilise/contracts/captions/cue';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, FileCheck, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Progress } from '../ui/progress.tsx';
import { type Clipped, cuesWithin } from './clip.ts';
import { isUnderWay, type useTranscription, writtenQuery } from './use-transcription.ts';

/** How the writing down of what is said stands; once it is there, the offer to take it over. Nothing where nobody asked. */
export function TranscriptionNote({
  noun,
  transcription,
  clip,
  count,
  isOpen,
  onTake,
}: {
  noun: 'Captions' | 'Transcript';
  transcription: ReturnType<typeof useTranscription>;
  /** What is used of the recording. */
  clip: Clipped | null;
  /** How many cues there are already. */
  count: number;
  /** Whether somebody asked to see what was written down. */
  isOpen: boolean;
  onTake: (cues: Cue[]) => void;
}) {
  const mayManage = useCan('workspace.manage');
  const { isInstalled, now, error, ask, stop, isPending } = transcription;
  if (isInstalled === false)
    return mayManage && count === 0 && clip ? (
      <p className="max-w-prose text-small text-ink-soft">
        A program can write the first draft: whoever runs this installation names one in{' '}
        <code className="wrap-anywhere">TRANSCRIBE_COMMAND</code>.
      </p>
    ) : null;
  if (error && !now) return <ErrorState error={error} onRetry={ask} />;
  if (isUnderWay(now))
    return (
      <div className="flex items-end gap-3">
        <div className="min-w-0 grow">
          <Progress
            label={now?.progress?.step ?? (now?.state === 'waiting' ? 'Waiting for its turn' : 'Beginning')}
            value={now?.progress?.share ?? null}
          />
          <p className="pt-1 text-small text-ink-soft">You can go on writing, or leave: it is made meanwhile.</p>
        </div>
        <Button size="small" onPress={stop} isPending={isPending}>
          Stop
        </Button>
      </div>
    );
  if (now?.state === 'failed')
    return (
      <div
        role="alert"
        className="flex flex-wrap items-center gap-3 rounded-base border border-wrong bg-wrong-soft px-3 py-2"
      >
        <CircleAlert aria-hidden className="size-4.5 shrink-0 text-wrong" />
        <p className="min-w-48 grow basis-0 wrap-anywhere">What is said could not be written down. {now.failure}</p>
        <Button size="small" icon={RotateCw} onPress={ask} isPending={isPending}>
          Try again
        </Button>
      </div>
    );
  if (now?.state !== 'ready' || !clip || !(isOpen || count === 0)) return null;
  return <Offer {...{ noun, url: now.url, clip, count, onTake, ask, isPending }} />;
}

function Offer({
  noun,
  url,
  clip,
  count,
  onTake,
  ask,
  isPending,
}: {
  noun: 'Captions' | 'Transcript';
  url: string | null;
  clip: Clipped;
  count: number;
  onTake: (cues: Cue[]) => void;
  ask: () => void;
  isPending: boolean;
}) {
  const written = useQuery(writtenQuery(url));
  const [isAsking, setAsking] = useState(false);
  if (written.error) return <ErrorState error={written.error} onRetry={() => void written.refetch()} />;
  const cues = cuesWithin(written.data ?? [], clip);
  const take = () => {
    setAsking(false);
    onTake(cues);
  };
  const found = sayCues(cues.length);
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-base border border-line-strong px-3 py-2">
      <FileCheck aria-hidden className="size-4.5 shrink-0 text-accent" />
      <p className="min-w-56 grow basis-0">
        {written.data ? `What is said was written down: ${found}. ` : 'What is said was written down. '}
        Read it against the sound: a program mishears names and numbers.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          look="primary"
          isPending={written.isPending}
          isDisabled={!written.isPending && cues.length === 0}
          onPress={() => (count > 0 ? setAsking(true) : take())}
        >
          Take it over
        </Button>
        <Button size="small" icon={RotateCw} onPress={ask} isPending={isPending}>
          Write it down again
        </Button>
      </div>
      <Confirm
        title={`Replace the ${noun.toLowerCase()} that ${noun === 'Captions' ? 'are' : 'is'} there?`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        action="Replace"
        look="primary"
        onConfirm={take}
      >
        <p>
          Somebody has written {sayCues(count)}. What the program wrote, {found}, takes their place. The old ones can be
          brought back right after, or from an earlier revision.
        </p>
      </Confirm>
    </div>
  );
}

const sayCues = (count: number) => (count === 1 ? '1 cue' : `${count.toLocaleString('en-GB')} cues`);
