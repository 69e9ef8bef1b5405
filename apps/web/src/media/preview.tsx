import type { Asset } from '@mobilise/contracts/media';
import { useState } from 'react';
import { pictureOf } from './media-queries.ts';
import { WaveformThumb } from './waveform-thumb.tsx';

/** An upload to look at or to listen to, once there is something. */
export function Preview({ asset }: { asset: Asset }) {
  if (asset.kind === 'audio') return <Listen asset={asset} />;
  if (asset.kind === 'video') return <Watch asset={asset} />;
  const picture = pictureOf(asset, 640);
  if (!picture) return null;
  return (
    <img
      src={picture.url}
      width={picture.width}
      height={picture.height}
      alt={asset.alt}
      className="h-auto max-h-96 w-full rounded-base border border-line bg-sheet object-contain"
    />
  );
}

/** Files of a recording that browsers play, the one that most of them do first. */
const playable = (asset: Asset, formats: readonly string[]) =>
  formats.flatMap((format) => asset.renditions.filter((one) => one.format === format && one.duration !== null));

function Listen({ asset }: { asset: Asset }) {
  const [heard, setHeard] = useState(1);
  const sources = playable(asset, ['m4a', 'mp3']);
  if (sources.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <WaveformThumb asset={asset} columns={140} heard={heard} className="h-16 w-full text-accent" />
      {/* biome-ignore lint/a11y/useMediaCaption: an upload is listened to before there are any words of it */}
      <audio
        controls
        preload="metadata"
        aria-label={`Listen to ${asset.filename}`}
        onTimeUpdate={({ currentTarget: { currentTime, duration } }) =>
          setHeard(duration > 0 ? currentTime / duration : 0)
        }
        className="w-full"
      >
        {sources.map(({ url, format }) => (
          <source key={url} src={url} type={format === 'mp3' ? 'audio/mpeg' : 'audio/mp4'} />
        ))}
      </audio>
    </div>
  );
}

function Watch({ asset }: { asset: Asset }) {
  const [source] = playable(asset, ['mp4']).sort((one, other) => one.width - other.width);
  const poster = asset.renditions
    .filter(({ purpose, format }) => purpose === 'poster' && format !== 'avif')
    .sort((one, other) => one.width - other.width)
    .find(({ width }) => width >= 400)?.url;
  if (!source) return asset.thumb ? <img src={asset.thumb} alt="" className="w-full rounded-base" /> : null;
  return (
    // biome-ignore lint/a11y/useMediaCaption: an upload is watched before there are any captions of it
    <video
      controls
      preload="metadata"
      src={source.url}
      poster={poster ?? asset.thumb ?? undefined}
      aria-label={`Watch ${asset.filename}`}
      className="max-h-96 w-full rounded-base border border-line bg-[black]"
    />
  );
}
