import { type Item, type Revision, restoreRevision } from '@mobilise/contracts/items';
import { sayInstant } from '@mobilise/contracts/time';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, RotateCcw } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { showNotice } from '../ui/toast.tsx';
import { Comparison } from './compare/comparison.tsx';
import { sayHeld } from './held-notice.ts';
import { itemKey, revisionQuery, revisionsQuery } from './item-queries.ts';
import { Reading } from './reading.tsx';

export interface RevisionViewProps {
  item: Item;
  /** The version shown, and the one it is compared with. */
  number: number;
  other: number | undefined;
  /** Given to those who may restore: saves what is unsaved and tells the version. */
  settle?: () => Promise<number>;
}

/** An earlier version in place of the writing: read it, compare it with any other, make it the newest again. */
export function RevisionView({ item, number, other, settle }: RevisionViewProps) {
  const { id: workspaceId, zone } = useWorkspace();
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useQuery(revisionQuery(workspaceId, item.id, number));
  const compared = useQuery({ ...revisionQuery(workspaceId, item.id, other ?? number), enabled: other !== undefined });
  const list = useInfiniteQuery(revisionsQuery(workspaceId, item.id));
  const [isAsking, setAsking] = useState(false);
  const go = (search: { revision?: number | undefined; with?: number | undefined }) =>
    void navigate({ to: '.', search: search as never });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is another page to read from its head
  useEffect(() => heading.current?.focus(), [number]);
  const error = shown.error ?? compared.error;
  const others = (list.data?.pages.flatMap(({ data }) => data) ?? []).filter((one) => one.number !== number);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-3 border-b border-line pb-3">
        <Button look="quiet" size="small" icon={ArrowLeft} className="-ml-2 self-start" onPress={() => go({})}>
          {settle ? 'Back to the writing' : 'Back to the newest revision'}
        </Button>
        <div>
          <h2 ref={heading} tabIndex={-1} className="text-lead font-semibold outline-none">
            Revision {number}
            {other !== undefined && ` beside revision ${other}`}
          </h2>
          {shown.data && (
            <p className="text-ink-soft">
              {sayInstant(shown.data.createdAt, zone)} by {shown.data.author}
            </p>
          )}
        </div>
        <div className="flex flex-wrap items-end gap-3">
          <Select
            label="Compare with"
            size="small"
            choices={[
              { id: '0', label: 'No other' },
              ...others.map((one) => ({
                id: String(one.number),
                label: `Revision ${one.number}, ${sayInstant(one.createdAt, zone)}`,
              })),
            ]}
            value={String(other ?? 0)}
            onChange={(choice) => go({ revision: number, with: choice === '0' ? undefined : Number(choice) })}
            className="w-64 max-w-full"
          />
          {settle && number !== item.revision && (
            <Button size="small" icon={RotateCcw} onPress={() => setAsking(true)}>
              Restore revision {number}
            </Button>
          )}
        </div>
      </div>
      {error ? (
        <ErrorState
          error={error}
          onRetry={() => void Promise.all([shown.refetch(), other !== undefined && compared.refetch()])}
        />
      ) : !shown.data || (other !== undefined && !compared.data) ? (
        <SkeletonPage />
      ) : other !== undefined && compared.data ? (
        <Between item={item} one={shown.data} two={compared.data} />
      ) : (
        <Suspense fallback={<SkeletonPage />}>
          <Reading kind={item.kind} words={shown.data} heading="h3" />
        </Suspense>
      )}
      {settle && isAsking && (
        <Restore item={item} number={number} settle={settle} onClose={() => setAsking(false)} onDone={() => go({})} />
      )}
    </div>
  );
}

/** The earlier of two versions is what was, the later what is. */
function Between({ item, one, two }: { item: Item; one: Revision; two: Revision }) {
  const [before, after] = one.number < two.number ? [one, two] : [two, one];
  return (
    <>
      <p className="text-small text-ink-soft">
        From revision {before.number} to revision {after.number}.
      </p>
      <Comparison kind={item.kind} before={before} after={after} />
    </>
  );
}

interface RestoreProps {
  item: Item;
  number: number;
  settle: () => Promise<number>;
  onClose: () => void;
  onDone: () => void;
}

function Restore({ item, number, settle, onClose, onDone }: RestoreProps) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const restore = useMutation({
    meta: { shown: true },
    mutationFn: async () =>
      call(restoreRevision, {
        params: { workspace: workspaceId, item: item.id, number },
        body: { version: await settle() },
      }),
    onSuccess: async ({ heldPosts, ...restored }) => {
      client.setQueryData(itemKey(workspaceId, item.id), restored);
      onClose();
      onDone();
      showNotice({ text: `Revision ${number} is the newest again, as revision ${restored.revision}.` });
      if (heldPosts > 0) sayHeld(heldPosts);
      await client.invalidateQueries({ queryKey: ['items', workspaceId] });
    },
  });
  return (
    <Confirm
      title={`Restore revision ${number}?`}
      isOpen
      onClose={onClose}
      action={`Restore revision ${number}`}
      look="primary"
      onConfirm={() => restore.mutate()}
      isPending={restore.isPending}
      error={restore.error}
    >
      It becomes the newest revision; what stands there now stays in the history. An approval of the newest revision no
      longer holds, and its scheduled posts wait for another.
    </Confirm>
  );
}
