import type { Asset } from '@mobilise/contracts/media';
import { shapes } from '@mobilise/contracts/shapes';
import { RailSection } from '../ui/page-frame.tsx';
import { sayBytes } from './bytes.ts';
import { sayDuration } from './duration.ts';

const purposes: Record<string, string> = {
  responsive: 'Whole',
  thumb: 'Thumbnail',
  animated: 'Moving',
  listen: 'To listen to',
  preview: 'To look through',
  film: 'To watch',
  poster: 'Still picture',
  peaks: 'Waveform',
  transcript: 'Transcript',
  ...Object.fromEntries(Object.entries(shapes).map(([name, { label }]) => [name, label])),
};

/** The files made from an upload, each openable. */
export function RenditionList({ renditions }: { renditions: Asset['renditions'] }) {
  if (renditions.length === 0) return null;
  const sorted = [...renditions].sort(
    (a, b) => a.purpose.localeCompare(b.purpose) || a.width - b.width || a.format.localeCompare(b.format),
  );
  return (
    <RailSection title="Files">
      <details>
        <summary className="text-link">{renditions.length} files made from it</summary>
        <table className="figures mt-2 w-full text-left text-small">
          <thead className="text-ink-soft">
            <tr>
              <th scope="col" className="pr-2 font-normal">
                Use
              </th>
              <th scope="col" className="pr-2 font-normal">
                Pixels or length
              </th>
              <th scope="col" className="text-right font-normal">
                File
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ purpose, format, width, height, duration, bytes, url }) => (
              <tr key={url} className="border-t border-line">
                <td className="py-1 pr-2">{purposes[purpose] ?? purpose}</td>
                <td className="py-1 pr-2">
                  {width > 0 ? `${width} × ${height}` : duration !== null ? sayDuration(duration) : ''}
                </td>
                <td className="py-1 text-right">
                  <a href={url} target="_blank" rel="noreferrer" className="text-link">
                    {format.toUpperCase()}
                    <span className="sr-only"> (opens in a new tab)</span>
                  </a>
                  , {sayBytes(bytes)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </RailSection>
  );
}
