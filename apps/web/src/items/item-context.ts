import { createContext, useContext } from 'react';

/** What the editor of an item may need of it beside its content. */
export interface ItemAbout {
  /** As it is written at this moment. */
  title: string;
  showId: string | null;
}

export const ItemContext = createContext<ItemAbout>({ title: '', showId: null });
export const useItem = () => useContext(ItemContext);
