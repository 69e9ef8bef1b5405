import type { Transcript } from '@mobilise/contracts/captions';
import { cueAt } from '@mobilise/contracts/captions/edit-cues';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import type { Asset } from '@mobilise/contracts/media';
import type { Clip } from '@mobilise/contracts/recordings';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { whyNotReady } from '../media/asset-words.ts';
import { assetQuery } from '../media/media-queries.ts';
import { useWorkspace } from '../session.ts';
import { cx } from '../ui/cx.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Clipped, clippedOf } from './clip.ts';
import { CuePager } from './cue-pager.tsx';
import { boundsOf } from './pages.ts';
import type { Playback } from './playback.ts';
import { playableOf, posterOf } from './recording-queries.ts';
import { Transport } from './transport.tsx';
import { useHeard, usePlayback } from './use-playback.ts';

/** A recording to be heard or seen, with chapters and words that lead into it. */
export function RecordingReading({
  kind,
  value,
  chapters,
  words,
}: {
  kind: 'audio' | 'video';
  value: Clip | null;
  chapters: readonly Chapter[];
  words: Transcript | null;
}) {
  const { id } = useWorkspace();
  const playback = usePlayback();
  const { data, error, refetch } = useQuery({ ...assetQuery(id, value?.assetId ?? ''), enabled: value !== null });
  const clip = value && data?.duration ? clippedOf(value, data.duration) : null;
  return (
    <div className="flex flex-col gap-6">
      {!value ? (
        <p className="text-ink-soft">{kind === 'audio' ? 'There is no audio yet.' : 'There is no video yet.'}</p>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Player asset={data} playback={playback} clip={clip} kind={kind} />
      ) : (
        <Skeleton className="h-9" />
      )}
      {chapters.length > 0 && (
        <section className="flex flex-col gap-1">
          <h2 className="text-lead font-semibold">Chapters</h2>
          <ol className="flex flex-col">
            {chapters.map(({ start, title, url }) => (
              <li key={start} className="flex flex-wrap items-baseline gap-x-3 py-0.5">
                <TimeButton start={start} what={title} playback={playback} clip={clip} />
                {url ? (
                  <a href={url} rel="noopener" className="text-link">
                    {title}
                  </a>
                ) : (
                  title
                )}
              </li>
            ))}
          </ol>
        </section>
      )}
      {words && words.cues.length > 0 && (
        <Words title={kind === 'audio' ? 'Transcript' : 'Captions'} words={words} playback={playback} clip={clip} />
      )}
    </div>
  );
}

function Player({
  asset,
  playback,
  clip,
  kind,
}: {
  asset: Asset;
  playback: Playback;
  clip: Clipped | null;
  kind: 'audio' | 'video';
}) {
  const source = playableOf(asset);
  if (!source || !clip) return <p className="text-ink-soft">{whyNotReady(asset)}</p>;
  const poster = posterOf(asset);
  return (
    <div className="flex flex-col gap-2">
      {kind === 'video' ? (
        <video
          ref={playback.attach}
          src={source}
          preload="metadata"
          playsInline
          {...(poster && { poster })}
          className="max-h-[60vh] max-w-full rounded-base bg-[black]"
        />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: its transcript stands below it
        <audio ref={playback.attach} src={source} preload="metadata" />
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Transport playback={playback} clip={clip} />
      </div>
    </div>
  );
}

/** What is said, page by page; the cue that is heard is marked. */
function Words({
  title,
  words: { cues },
  playback,
  clip,
}: {
  title: string;
  words: Transcript;
  playback: Playback;
  clip: Clipped | null;
}) {
  const [page, setPage] = useState(0);
  const { from, to } = boundsOf(page, cues.length);
  const heard = useHeard(playback, ({ time }) => cueAt(cues, time - (clip?.start ?? 0)));
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-lead font-semibold">{title}</h2>
      <CuePager cues={cues} page={page} onPage={setPage} />
      <ol className="flex flex-col" start={from + 1}>
        {cues.slice(from, to).map(({ start, text, speaker }, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a cue is known by its place
            key={from + at}
            aria-current={heard === from + at ? 'true' : undefined}
            className={cx(
              'flex gap-3 border-l-2 py-0.5 pl-2',
              heard === from + at ? 'border-accent bg-accent-soft' : 'border-transparent',
            )}
          >
            <TimeButton start={start} what={`cue ${from + at + 1}`} playback={playback} clip={clip} />
            <p className="min-w-0 wrap-anywhere whitespace-pre-line">
              {speaker && speaker !== cues[from + at - 1]?.speaker && <strong>{speaker}: </strong>}
              {text}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function TimeButton({
  start,
  what,
  playback,
  clip,
}: {
  start: number;
  what: string;
  playback: Playback;
  clip: Clipped | null;
}) {
  const time = sayTimecode(Math.floor(start / 1000) * 1000);
  if (!clip) return <span className="figures w-14 shrink-0 text-ink-soft">{time}</span>;
  return (
    <button
      type="button"
      aria-label={`Play from ${time}, ${what}`}
      onClick={() => playback.play(clip.start + start, clip.end)}
      className="figures text-link w-14 shrink-0 cursor-pointer text-left"
    >
      {time}
    </button>
  );
}
