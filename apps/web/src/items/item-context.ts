import { createContext, useContext } from 'react';

/** What the editor of an item may need of it beside its content. */
export interface ItemAbout {
  /** As it is written at this moment. */
  title: string;
  showId: string | null;
  /** Null where no item is shown but a revision of one. */
  itemId: string | null;
  /** Saves what is written, and resolves when it is; null for those who only read. */
  settle: (() => Promise<unknown>) | null;
}

export const ItemContext = createContext<ItemAbout>({ title: '', showId: null, itemId: null, settle: null });
export const useItem = () => useContext(ItemContext);
