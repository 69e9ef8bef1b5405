import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { PostCard } from '@mobilise/contracts/posts';
import { useSyncExternalStore } from 'react';

/** What is being carried: the posts of a card, or an item that has no posts. */
export type Dragged = {
  title: string;
  /** Its present time; null for what is not on the calendar. */
  wallTime: string | null;
} & ({ cards: readonly PostCard[]; item: null } | { cards: null; item: { id: string; title: string; kind: ItemKind } });

/** The type under which a drag announces itself to drop targets. */
export const dragType = 'application/x-mobilise-post';

interface Carrying {
  dragged: Dragged;
  /** A pointer sees where it is not allowed; keys only visit places that are. */
  by: 'pointer' | 'keys';
}

let carrying: Carrying | null = null;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
const set = (to: Carrying | null) => {
  carrying = to;
  for (const listener of listeners) listener();
};

/** One thing is carried at a time, on the whole page; React Aria knows no more than its type. */
export const startCarrying = (dragged: Dragged, by: Carrying['by']) => set({ dragged, by });
export const stopCarrying = () => set(null);
/** For what left the screen under the pointer: no event tells that its drag is over, only that the pointer moves freely again. */
export const stopWhenLetGo = () => window.addEventListener('pointermove', stopCarrying, { once: true });
export const getCarrying = () => carrying;

/** What is carried by keys, for the labels of the places it may go; a pointer needs no labels. */
export function useCarriedByKeys(): Dragged | null {
  return useSyncExternalStore(subscribe, () => (carrying?.by === 'keys' ? carrying.dragged : null));
}
