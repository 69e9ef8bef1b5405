import type { KeyboardEvent, MouseEvent } from 'react';
import { useEffect, useRef } from 'react';
import { useDrag } from 'react-aria-components/useDrag';
import { type Dragged, dragType, startCarrying, stopCarrying, stopWhenLetGo } from './dragging.ts';

/**
 * Makes something draggable: `dragProps` for the whole card (pointer, long touch), `handleProps` for a small native button
 * that picks it up by keys or screen reader. The button acts on release, because a drag that began on the press would end
 * on the release of the same key.
 */
export function useCarry(dragged: Dragged, isDisabled: boolean) {
  const by = useRef<'pointer' | 'keys'>('pointer');
  const isLeaving = useRef(false);
  // What may no longer be moved is still let go of: the server answers the drop.
  const isCarried = useRef(false);
  const isOff = isDisabled && !isCarried.current;
  // Before React Aria's own effect, which says that the drag of what is taken off the page is over. It is not: the drop still
  // comes, and the server answers it with what somebody else did to the post meanwhile.
  useEffect(() => {
    isLeaving.current = false;
    return () => {
      isLeaving.current = true;
    };
  }, []);
  const { dragProps, dragButtonProps, isDragging } = useDrag({
    hasDragButton: true,
    isDisabled: isOff,
    getItems: () => [{ [dragType]: dragged.title, 'text/plain': dragged.title }],
    getAllowedDropOperations: () => ['move'],
    onDragStart: () => {
      isCarried.current = true;
      startCarrying(dragged, by.current);
    },
    onDragEnd: () => {
      isCarried.current = false;
      if (isLeaving.current) {
        isLeaving.current = false;
        if (by.current === 'pointer') stopWhenLetGo();
        return;
      }
      by.current = 'pointer';
      stopCarrying();
    },
  });
  const pickUp = (target: HTMLButtonElement) => {
    by.current = 'keys';
    dragButtonProps.onPress?.({ type: 'press', pointerType: 'keyboard', target } as never);
  };
  const isPress = ({ key }: KeyboardEvent) => key === 'Enter' || key === ' ';
  const handleProps = {
    'aria-describedby': dragButtonProps['aria-describedby'],
    onKeyDown: (event: KeyboardEvent<HTMLButtonElement>) => isPress(event) && event.preventDefault(),
    onKeyUp: (event: KeyboardEvent<HTMLButtonElement>) => isPress(event) && pickUp(event.currentTarget),
    // A screen reader's click; one of a pointer drags instead.
    onClick: (event: MouseEvent<HTMLButtonElement>) => event.detail === 0 && pickUp(event.currentTarget),
  };
  return { dragProps: isOff ? {} : dragProps, handleProps, isDragging };
}
