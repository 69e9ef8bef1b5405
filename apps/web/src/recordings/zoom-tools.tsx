import { spokenTimecode } from '@mobilise/contracts/timecode';
import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { IconButton } from '../ui/icon-button.tsx';
import { moved, type View, whole, zoom } from './view.ts';

/** How much of a recording is seen, and which part of it. */
export function ZoomTools({
  view,
  duration,
  around,
  onView,
}: {
  view: View;
  duration: number;
  /** The time that stays where it is. */
  around: () => number;
  onView: (view: View) => void;
}) {
  const isWhole = view.end - view.start >= duration;
  return (
    <div className="ml-auto flex items-center gap-1">
      {!isWhole && (
        <input
          type="range"
          aria-label="Part of the recording that is shown"
          aria-valuetext={`from ${spokenTimecode(view.start)} to ${spokenTimecode(view.end)}`}
          min={0}
          max={duration - (view.end - view.start)}
          step="any"
          value={view.start}
          onChange={({ target }) => onView(moved(view, duration, Number(target.value)))}
          className="w-32 accent-accent"
        />
      )}
      <IconButton
        label="Zoom out"
        icon={ZoomOut}
        size="small"
        isDisabled={isWhole}
        onPress={() => onView(zoom(view, duration, 0.5, around()))}
      />
      <IconButton
        label="Zoom in"
        icon={ZoomIn}
        size="small"
        onPress={() => onView(zoom(view, duration, 2, around()))}
      />
      <IconButton
        label="Show the whole recording"
        icon={Maximize2}
        size="small"
        isDisabled={isWhole}
        onPress={() => onView(whole(duration))}
      />
    </div>
  );
}
