import { kindWords } from '@mobilise/contracts/item-kinds';
import type { Item } from '@mobilise/contracts/items';
import { useSearch } from '@tanstack/react-router';
import { Save } from 'lucide-react';
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { usePerson } from '../session.ts';
import { useTitle } from '../title.ts';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { showNotice, showProblem } from '../ui/toast.tsx';
import { ConflictView } from './conflict-view.tsx';
import { DraftNotices } from './draft-notices.tsx';
import { type Draft, isDirty } from './drafting.ts';
import type { Drafting } from './drafting-store.ts';
import { FieldOfAddress } from './field-link.tsx';
import { ItemContext } from './item-context.ts';
import { ItemHeader } from './item-header.tsx';
import { ItemRail } from './item-rail.tsx';
import { kindScreens } from './kind-screens.ts';
import { RevisionView } from './revision-view.tsx';
import { isUnsaved, SaveStatus, UnsavedLine, useSaveStatus } from './save-status.tsx';
import type { ItemSearch } from './search.ts';
import { TitleFields } from './title-fields.tsx';
import { useDraft, useDrafting } from './use-drafting.ts';

/** An item in the hands of somebody who may write it. */
export function WritingPage({ item }: { item: Item }) {
  const [title] = useState(item.title);
  useTitle(title);
  const drafting = useDrafting(item);
  return drafting ? <Writing item={item} drafting={drafting} /> : <SkeletonPage />;
}

function Writing({ item, drafting }: { item: Item; drafting: Drafting }) {
  const draft = useDraft(drafting);
  const { revision, with: other } = useSearch({ strict: false }) as ItemSearch;
  const write = (part: { title?: string; summary?: string; content?: unknown }) => {
    // Two fields may speak before the page is drawn again: the store knows the newest words.
    drafting.dispatch({ type: 'typed', words: { ...drafting.get().words, ...part }, at: Date.now() });
  };
  const save = () => {
    drafting.dispatch({ type: 'keep' });
    drafting.settle().then(
      () => announce(`Saved as revision ${drafting.get().base.revision}`),
      (error: unknown) => showProblem(error),
    );
  };
  useSaveKey(save);
  useQuietRefresh(draft);
  const isSafe = drafting.isSafe();
  const status = useSaveStatus(draft, isSafe, item);
  const isShowingOther = revision !== undefined || draft.theirs !== null;
  const editor = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isShowingOther) return;
    // Nobody could stop what is heard and not seen.
    for (const playing of editor.current?.querySelectorAll<HTMLMediaElement>('audio, video') ?? []) playing.pause();
  }, [isShowingOther]);
  const { title } = draft.words;
  const { settle } = drafting;
  const context = useMemo(
    () => ({ title, showId: item.showId, itemId: item.id, settle }),
    [title, item.showId, item.id, settle],
  );
  const { Editor } = kindScreens[item.kind];
  const what = kindWords[item.kind].label;
  return (
    <>
      {isUnsaved(status) && <UnsavedLine status={status} isSafe={isSafe} />}
      <PageFrame
        header={
          <ItemHeader
            item={item}
            quiet={drafting.quiet}
            status={!isUnsaved(status) && <SaveStatus status={status} isSafe={isSafe} />}
            actions={
              <Button icon={Save} onPress={save} isDisabled={draft.theirs !== null}>
                Save revision
              </Button>
            }
          />
        }
        railLabel={`About this ${what.toLowerCase()}`}
        rail={
          <ItemRail
            item={item}
            content={draft.words.content}
            hasUnsaved={isDirty(draft)}
            quiet={drafting.quiet}
            settle={drafting.settle}
            shown={revision}
            canWrite
          />
        }
      >
        <h1 className="sr-only">
          {what}: {title}
        </h1>
        <DraftNotices draft={draft} drafting={drafting} />
        {draft.theirs ? (
          <ConflictView kind={item.kind} draft={draft} drafting={drafting} />
        ) : (
          revision !== undefined && (
            <RevisionView item={item} number={revision} other={other} settle={drafting.settle} />
          )
        )}
        {/* The editor stays where it is, with its cursor and what can be undone, while something else is looked at. */}
        <div ref={editor} hidden={isShowingOther} className={isShowingOther ? '' : 'flex flex-col gap-6'}>
          <TitleFields title={title} summary={draft.words.summary} onChange={write} />
          <Suspense fallback={<SkeletonPage />}>
            <ItemContext value={context}>
              <Editor content={draft.words.content} epoch={draft.epoch} onChange={(content) => write({ content })} />
              <FieldOfAddress />
            </ItemContext>
          </Suspense>
        </div>
      </PageFrame>
    </>
  );
}

/** Ctrl+S, and ⌘S, keep a version wherever the cursor is. */
function useSaveKey(save: () => void): void {
  const now = useRef(save);
  now.current = save;
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 's')
        return;
      event.preventDefault();
      now.current();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);
}

/** Says so when words on the page became somebody else's. */
function useQuietRefresh(draft: Draft): void {
  const { name } = usePerson();
  const { refreshes, base } = draft;
  const before = useRef(refreshes);
  const rest = isDirty(draft) ? ' What you changed yourself stays.' : '';
  useEffect(() => {
    if (before.current !== refreshes && base.by !== name)
      showNotice({ text: `You see the newest revision now, saved by ${base.by}.${rest}` });
    before.current = refreshes;
  }, [refreshes, base.by, name, rest]);
}
