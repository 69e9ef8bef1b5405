import type { Asset } from '@mobilise/contracts/media';
import { sayDate, sayInstant } from '@mobilise/contracts/time';
import { TriangleAlert } from 'lucide-react';
import { useWorkspace } from '../session.ts';
import { RailSection } from '../ui/page-frame.tsx';
import { sayBytes } from './bytes.ts';
import { sayDuration } from './duration.ts';

/** What was found in an upload, in words, and what a person should know of it. */
export function Facts({ asset }: { asset: Asset }) {
  const { zone } = useWorkspace();
  return (
    <RailSection title="Facts">
      {asset.warnings.map((warning) => (
        <p key={warning} className="flex items-start gap-2 text-wait">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {warning}
        </p>
      ))}
      <dl className="figures grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {[...factsOf(asset), ['Uploaded', `${sayInstant(asset.createdAt, zone)} by ${asset.createdBy}`] as const].map(
          ([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-soft">{name}</dt>
              <dd className="min-w-0 wrap-anywhere">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </RailSection>
  );
}

const decimal = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 1 }).replace('-', '−');

/** Facts as names and values, only those that are known. */
export function factsOf({
  width,
  height,
  duration,
  bytes,
  mime,
  facts,
  madeFrom,
}: Asset): (readonly [string, string])[] {
  const { codec, channels, sampleRate, fps, sound, frames, loudness, truePeak } = facts;
  const known: (readonly [string, string | false | null])[] = [
    ['Length', duration !== null && sayDuration(duration)],
    ['Size', [width && height ? `${width} × ${height} pixels` : '', sayBytes(bytes)].filter(Boolean).join(', ')],
    ['Made from', madeFrom.map(sayUsable).join(', ')],
    ['Type', codec ? `${mime}, ${codec}` : mime],
    ['Frames', frames !== undefined && frames > 1 && `${frames}, animated`],
    ['Frame rate', fps !== undefined && `${decimal(fps)} frames a second`],
    ['Sound', sound === false ? 'None' : sayChannels(channels, sampleRate)],
    [
      'Loudness',
      loudness !== undefined &&
        `${decimal(loudness)} LUFS${truePeak === undefined ? '' : `, peaks at ${decimal(truePeak)} dBTP`}`,
    ],
  ];
  return known.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

function sayUsable({ filename, rightsUntil }: Asset['madeFrom'][number]): string {
  return rightsUntil ? `${filename} (may be used until ${sayDate(rightsUntil)})` : filename;
}

function sayChannels(channels: number | undefined, sampleRate: number | undefined): string {
  const heard =
    channels === undefined ? '' : channels === 1 ? 'Mono' : channels === 2 ? 'Stereo' : `${channels} channels`;
  return [heard, sampleRate === undefined ? '' : `${decimal(sampleRate / 1000)} kHz`].filter(Boolean).join(', ');
}
