import type { QueuedPost } from '@mobilise/contracts/queue';
import type { MenuNeeds } from '../scheduling/post-menu.ts';

/** What can be done with what is in a queue. */
export interface QueueActions extends Required<Omit<MenuNeeds, 'stuck'>> {
  hrefOf: (post: QueuedPost) => string;
  /** Puts it at a time: alone into a free slot, else in that one's place. */
  move: (post: QueuedPost, to: string) => void;
  /** Asks where to. */
  askMove: (post: QueuedPost) => void;
  /** The time of one step, null at the end. */
  next: (post: QueuedPost, by: -1 | 1) => string | null;
  step: (post: QueuedPost, by: -1 | 1) => void;
  find: (id: string) => QueuedPost | undefined;
}
