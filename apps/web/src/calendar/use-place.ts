import { type RefObject, useState } from 'react';
import { useDrop } from 'react-aria-components/useDrop';
import { dragType, getCarrying, useCarriedByKeys } from './dragging.ts';
import type { Place } from './placing.ts';
import { useTools } from './tools.ts';

/**
 * A day or an hour that takes what is dragged onto it. A pointer may hover over a place that refuses, and reads why;
 * keys skip it. `label` names the drop while something is carried by keys.
 */
export function usePlace(ref: RefObject<HTMLElement | null>, place: Place) {
  const tools = useTools();
  const carried = useCarriedByKeys();
  const [why, setWhy] = useState<string | null>(null);
  const { dropProps, isDropTarget } = useDrop({
    ref,
    isDisabled: !tools.maySchedule,
    getDropOperation: (types) => {
      if (!types.has(dragType)) return 'cancel';
      return getCarrying()?.by === 'keys' && tools.refusal(place) ? 'cancel' : 'move';
    },
    onDropEnter: () => setWhy(tools.refusal(place)),
    onDrop: () => tools.drop(place),
  });
  return {
    dropProps,
    isDropTarget,
    why: isDropTarget ? why : null,
    label: carried ? `Drop on ${tools.sayPlace(place)}` : null,
  };
}
