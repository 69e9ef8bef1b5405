import { approveRevision, type Item } from '@mobilise/contracts/items';
import { Problem } from '@mobilise/contracts/problems';
import { sayInstant } from '@mobilise/contracts/time';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck } from 'lucide-react';
import { useState } from 'react';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { askWhom } from '../ui/no-permission.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { itemKey } from './item-queries.ts';

/** Whether the newest revision may go out, who said so, and the way to say so. `settle` saves first and tells the version. */
export function ApprovalSection({
  item,
  hasUnsaved,
  settle,
}: {
  item: Item;
  hasUnsaved: boolean;
  settle: () => Promise<number>;
}) {
  const { id: workspaceId, zone } = useWorkspace();
  const mayApprove = useCan('items.approve');
  const client = useQueryClient();
  const [note, setNote] = useState<string | null>(null);
  const approve = useMutation({
    meta: { shown: true },
    mutationFn: async () =>
      call(approveRevision, {
        params: { workspace: workspaceId, item: item.id },
        body: { version: await settle(), ...(note?.trim() && { note: note.trim() }) },
      }),
    onError: (error) => {
      // What lacks its alternatives is approved only with a reason.
      if (error instanceof Problem && error.code === 'alternatives_missing') setNote((present) => present ?? '');
    },
    onSuccess: async ({ releasedPosts, ...approved }) => {
      setNote(null);
      client.setQueryData(itemKey(workspaceId, item.id), approved);
      showNotice({ text: `Revision ${approved.revision} is approved.${released(releasedPosts)}` });
      await Promise.all(['posts', 'items'].map((noun) => client.invalidateQueries({ queryKey: [noun, workspaceId] })));
    },
  });
  const held = item.posts['held'] ?? 0;
  const isApproved = item.approved && !hasUnsaved;
  return (
    <RailSection title="Approval">
      <div id="approval" tabIndex={-1} className="flex flex-col gap-2 outline-offset-4">
        {isApproved ? (
          <>
            <Badge tone="done" icon={<BadgeCheck aria-hidden className="size-3.5" />} className="self-start">
              Revision {item.revision} approved
            </Badge>
            {item.approval && (
              <p className="text-small text-ink-soft">
                {item.approval.by}, {sayInstant(item.approval.at, zone)}
                {item.approval.note && <span className="block text-ink">‘{item.approval.note}’</span>}
              </p>
            )}
          </>
        ) : (
          <>
            <p>
              {hasUnsaved ? 'What you are writing is not approved.' : `Revision ${item.revision} is not approved.`}
              {item.approval &&
                item.approval.revision !== item.revision &&
                ` ${item.approval.by} approved revision ${item.approval.revision}.`}
            </p>
            {held > 0 && (
              <p className="flex items-start gap-2 rounded-base bg-wait-soft px-2 py-1.5">
                <StateIcon state="held" className="mt-0.5" />
                {held === 1 ? '1 post is held.' : `${held} posts are held.`} An approval releases those that wait for
                it.
              </p>
            )}
            {mayApprove ? (
              <>
                {note !== null && (
                  <TextField
                    label="Note"
                    description="Kept with the approval."
                    maxLength={500}
                    value={note}
                    onChange={setNote}
                    autoFocus
                  />
                )}
                <div className="flex flex-wrap gap-2">
                  <Button
                    look="primary"
                    size="small"
                    icon={BadgeCheck}
                    isPending={approve.isPending}
                    onPress={() => approve.mutate()}
                  >
                    {hasUnsaved ? 'Save and approve' : `Approve revision ${item.revision}`}
                  </Button>
                  {note === null && (
                    <Button look="quiet" size="small" onPress={() => setNote('')}>
                      Add a note
                    </Button>
                  )}
                </div>
              </>
            ) : (
              <p className="text-small text-ink-soft">Posts go out once it is approved. {askWhom('items.approve')}</p>
            )}
          </>
        )}
        <FormProblem error={approve.error} />
      </div>
    </RailSection>
  );
}

function released(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? ' 1 post is released and goes out at its time.'
    : ` ${count} posts are released and go out at their times.`;
}
