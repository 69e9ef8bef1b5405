import type { Asset } from '@mobilise/contracts/media';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { columnsOf } from './peaks.ts';
import { peaksQuery, peaksUrlOf } from './peaks-query.ts';

export interface WaveformThumbProps {
  asset: Pick<Asset, 'renditions'>;
  columns: number;
  /** How much of it has been heard, 0 to 1. */
  heard?: number;
  className?: string;
}

/** The waveform of a recording, drawn once it comes into view. Decoration: what it says is said in words beside it. */
export function WaveformThumb({ asset, columns, heard = 1, className }: WaveformThumbProps) {
  const place = useRef<SVGSVGElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const watching = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true));
    if (place.current) watching.observe(place.current);
    return () => watching.disconnect();
  }, []);
  const peaks = useQuery(peaksQuery(isSeen ? peaksUrlOf(asset) : null)).data;
  const loudest = peaks ? columnsOf(peaks, 0, peaks.step * peaks.levels.length, columns) : [];
  // What is quiet from end to end is drawn low, and silence as a line.
  const scale = Math.max(...loudest, 0.05);
  const bars = Array.from(loudest, (value) => value / scale);
  return (
    <svg ref={place} aria-hidden viewBox={`0 0 ${columns * 3} 100`} preserveAspectRatio="none" className={className}>
      {bars.map((value, column) => {
        const height = Math.max(3, value * 100);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a column has no identity but its place
            key={column}
            x={column * 3}
            y={50 - height / 2}
            width={2}
            height={height}
            fill="currentColor"
            opacity={column / columns < heard ? 1 : 0.35}
          />
        );
      })}
    </svg>
  );
}
