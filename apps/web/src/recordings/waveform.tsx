import { useEffect, useMemo, useRef, useState } from 'react';
import { columnsOf, outlineOf, type Peaks } from '../media/peaks.ts';
import type { View } from './view.ts';

/** The sound of a stretch of a recording, drawn; a hairline until its peaks are known. One column a pixel of the screen. */
export function Waveform({ peaks, view }: { peaks: Peaks | null; view: View }) {
  const frame = useRef<SVGSVGElement>(null);
  const [pixels, setPixels] = useState(0);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setPixels(Math.round(element.clientWidth * window.devicePixelRatio));
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  const loudest = useMemo(() => (peaks ? peaks.levels.reduce((most, level) => Math.max(most, level), 0) : 0), [peaks]);
  const outline = useMemo(
    () => (peaks && pixels > 0 ? outlineOf(columnsOf(peaks, view.start, view.end, pixels), loudest) : ''),
    [peaks, view, pixels, loudest],
  );
  return (
    <svg
      ref={frame}
      aria-hidden
      preserveAspectRatio="none"
      viewBox={`0 0 ${Math.max(1, pixels)} 2`}
      className="absolute inset-0 size-full text-accent"
    >
      <path d={outline || `M0 0.99H${Math.max(1, pixels)}V1.01H0Z`} fill="currentColor" shapeRendering="crispEdges" />
    </svg>
  );
}
