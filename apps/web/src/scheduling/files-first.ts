import type { Item } from '@mobilise/contracts/items';
import { sayHeld } from '@mobilise/contracts/post-states';
import type { PostCard } from '@mobilise/contracts/posts';

/** What is published now waits for: files that are still made, or were not. */
export type FilesFirst = 'making' | 'failed' | null;

export const hasFiles = (kind: Item['kind']): boolean => kind === 'episode' || kind === 'video';

/** How an item's files stand when it is published now. Before an approval there are none, and publishing asks for them. */
export function filesFirst({ kind, files: { state } }: Pick<Item, 'kind' | 'files'>): FilesFirst {
  if (!hasFiles(kind) || state === 'ready') return null;
  return state === 'failed' ? 'failed' : 'making';
}

/** The same of a post that is on the calendar: it goes out with the revision that it has, not with the newest. */
export function filesFirstOf({ files }: Pick<PostCard, 'files'>): FilesFirst {
  return files === 'late' ? 'making' : files;
}

/** Whether what is published now goes out now, before that is confirmed. @param after what is to be known of what is out */
export function sayGoesOut(files: FilesFirst, where: string, after: string): string {
  if (files === 'failed') return `It is held and does not go out yet. ${sayHeld({ holdReason: 'files', files })}`;
  if (files === 'making')
    return `It goes out to ${where} as soon as its files are ready: its audio or video is not made yet. ${after}`;
  return `It goes out to ${where} at once. ${after}`;
}

/** What became of it once it is confirmed, after its name. */
export function sayGoing(files: FilesFirst, where?: string): string {
  const to = where ? ` to ${where}` : '';
  if (files === 'making') return `goes out${to} as soon as its files are ready.`;
  return files === 'failed' ? 'is held until its audio or video is made.' : `is on its way${to}.`;
}

/** `Publish it now?`, and the same on the button. */
export const sayWhenOut = (files: FilesFirst): string => (files === 'making' ? 'when its files are ready' : 'now');
