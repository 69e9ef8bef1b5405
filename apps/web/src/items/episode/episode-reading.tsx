import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { AssetImage } from '../../media/asset-image.tsx';
import { RecordingReading } from '../../recordings/recording-reading.tsx';
import { DocumentReading } from '../story/document-reading.tsx';
import { AudiogramsReading } from './audiograms-section.tsx';

/** An episode to hear and to read. */
export function EpisodeReading({
  content: { audio, artwork, notes, people, chapters, transcript, season, number, type, explicit },
}: {
  content: EpisodeContent;
}) {
  const place = [
    season !== null && `Season ${season}`,
    number !== null && `Number ${number}`,
    type !== 'full' && (type === 'trailer' ? 'Trailer' : 'Bonus'),
    explicit && 'Not for children',
  ].filter(Boolean);
  return (
    <div className="flex flex-col gap-6">
      {place.length > 0 && <p className="figures text-ink-soft">{place.join(' · ')}</p>}
      {artwork && (
        <div className="max-w-64">
          <AssetImage assetId={artwork.assetId} alt={artwork.alt} width={256} low />
        </div>
      )}
      <DocumentReading body={notes} />
      {people.length > 0 && (
        <section className="flex flex-col gap-1">
          <h2 className="text-lead font-semibold">People</h2>
          <ul>
            {people.map(({ name, role, url }) => (
              <li key={`${name} ${role}`}>
                {url ? (
                  <a href={url} rel="noopener" className="text-link">
                    {name}
                  </a>
                ) : (
                  name
                )}
                <span className="text-ink-soft">, {role}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <RecordingReading kind="audio" value={audio} chapters={chapters} words={transcript} />
      {audio && <AudiogramsReading />}
    </div>
  );
}
