import { type Item, saveItem } from '@mobilise/contracts/items';
import { getMe } from '@mobilise/contracts/team';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { call } from '../call.ts';
import { usePerson, useWorkspace } from '../session.ts';
import { isDirty, type Kept } from './drafting.ts';
import { createDrafting, type Drafting, storedOf } from './drafting-store.ts';
import { sayHeld } from './held-notice.ts';
import { itemKey, itemQuery, revisionQuery } from './item-queries.ts';
import { forgetWords, keepWords, leftBehind } from './kept-words.ts';
import { onlyAs } from './only-as.ts';
import type { Words } from './words.ts';

/** Items that are being written in this tab; one goes on saving after its page is left. */
const open = new Map<string, { opening: Promise<Drafting>; pages: number }>();

/** Opens an item for writing; undefined until the words this device may have kept were looked for. */
export function useDrafting(item: Item): Drafting | undefined {
  const { id: workspaceId } = useWorkspace();
  const { id: userId } = usePerson();
  const client = useQueryClient();
  const [drafting, setDrafting] = useState<Drafting>();
  const key = `${userId}:${item.id}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the item it opens with is enough; later ones arrive as `seen`
  useEffect(() => {
    let isHere = true;
    const entry = open.get(key) ?? { opening: begin(client, workspaceId, userId, item), pages: 0 };
    entry.pages += 1;
    open.set(key, entry);
    void entry.opening.then((store) => {
      if (!isHere) return;
      store.dispatch({ type: 'retry' });
      setDrafting(store);
    });
    return () => {
      isHere = false;
      entry.pages -= 1;
      void entry.opening.then((store) => entry.pages === 0 && leave(key, store));
    };
  }, [key]);

  useEffect(() => {
    drafting?.dispatch({ type: 'seen', stored: storedOf(item), at: Date.now() });
  }, [drafting, item]);

  useEffect(() => {
    // Somebody who comes back to this tab may have signed in again in another.
    const retry = () => !document.hidden && drafting?.dispatch({ type: 'retry' });
    const moments = [
      [window, 'online'],
      [window, 'focus'],
      [document, 'visibilitychange'],
    ] as const;
    for (const [where, moment] of moments) where.addEventListener(moment, retry);
    return () => {
      for (const [where, moment] of moments) where.removeEventListener(moment, retry);
    };
  }, [drafting]);

  useEffect(() => {
    const keep = () => drafting?.keepNow();
    window.addEventListener('pagehide', keep);
    document.addEventListener('visibilitychange', keep);
    return () => {
      keep();
      window.removeEventListener('pagehide', keep);
      document.removeEventListener('visibilitychange', keep);
    };
  }, [drafting]);

  // Only words that are nowhere else hold somebody back.
  useBlocker({
    shouldBlockFn: () =>
      Boolean(drafting && !drafting.isSafe()) &&
      !window.confirm(
        'This device has no room for your unsaved words and the server does not have them. Leave and lose them?',
      ),
    enableBeforeUnload: () => Boolean(drafting && !drafting.isSafe()),
  });
  return drafting;
}

/** The state of a drafting, kept up to date. */
export const useDraft = (drafting: Drafting) => useSyncExternalStore(drafting.subscribe, drafting.get);

async function begin(client: QueryClient, workspaceId: string, userId: string, item: Item): Promise<Drafting> {
  const params = { workspace: workspaceId, item: item.id };
  const drafting = createDrafting(item, {
    kind: item.kind,
    save: onlyAs(
      userId,
      async () => (await call(getMe)).id,
      (words: Words, version: number, autosave: boolean) =>
        call(saveItem, { params, body: { ...words, version, autosave } }),
    ),
    load: () => client.fetchQuery({ ...itemQuery(workspaceId, item.id), staleTime: 0 }),
    keepOnDevice: (kept) => keepWords(userId, item.id, kept),
    forgetOnDevice: () => forgetWords(userId, item.id),
    onSaved: ({ heldPosts, ...saved }) => {
      client.setQueryData(itemKey(workspaceId, item.id), saved);
      void client.invalidateQueries({ queryKey: ['items', workspaceId, 'revisions', item.id] });
      if (heldPosts > 0) {
        sayHeld(heldPosts);
        void client.invalidateQueries({ queryKey: ['posts', workspaceId] });
      }
    },
    now: () => Date.now(),
    later: (run, milliseconds) => {
      const timer = window.setTimeout(run, milliseconds);
      return () => window.clearTimeout(timer);
    },
  });
  const [newest, ...older] = await leftBehind(userId, item.id);
  if (newest) {
    const { drop, ...kept } = newest;
    // Under this tab's own name first, so that there is no moment in which they are nowhere.
    const isMoved = keepWords(userId, item.id, kept, drop);
    const isOlder = kept.words !== null && kept.revision !== item.revision;
    const grewFrom = isOlder && client.fetchQuery(revisionQuery(workspaceId, item.id, kept.revision));
    const from = grewFrom ? await grewFrom.catch(() => null) : null;
    drafting.dispatch({ type: 'restored', kept, from, at: Date.now() });
    const draft = drafting.get();
    if (isMoved && !isDirty(draft) && !draft.theirs && draft.aside.length === 0) forgetWords(userId, item.id);
    const said = ({ words, aside }: Kept) => JSON.stringify([words, aside]);
    for (const one of older) if (said(one) === said(kept)) one.drop();
  }
  return drafting;
}

/** The page is left: what is unsaved is sent now, and the store is let go once nothing is under way. */
function leave(key: string, drafting: Drafting): void {
  const letGo = () => {
    if (open.get(key)?.pages === 0) open.delete(key);
  };
  const draft = drafting.get();
  if (!isDirty(draft) && !draft.sending) letGo();
  else if (!draft.theirs && !draft.trouble) void drafting.settle().then(letGo, () => undefined);
}
