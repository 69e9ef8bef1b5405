import { approveRevision, type Item } from '@mobilise/contracts/items';
import { Problem } from '@mobilise/contracts/problems';
import { sayInstant } from '@mobilise/contracts/time';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck, CircleAlert } from 'lucide-react';
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
import { FieldLink } from './field-link.tsx';
import { itemKey } from './item-queries.ts';
import type { Missing } from './missing.ts';
import type { useTimesOutside } from './use-times-outside.ts';

/** Whether the newest revision may go out, who said so, and the way to say so. `settle` saves first and tells the version. */
export function ApprovalSection({
  item,
  hasUnsaved,
  settle,
  hasEnded,
  lacks,
  outside,
  canWrite,
}: {
  item: Item;
  hasUnsaved: boolean;
  settle: () => Promise<number>;
  /** It carries what may not be used any more, so it is not approved. */
  hasEnded: boolean;
  /** The recording, film or artwork itself is not there. */
  lacks: Missing | undefined;
  /** What of it lies outside its recording, so that it is not approved. */
  outside: ReturnType<typeof useTimesOutside>;
  canWrite: boolean;
}) {
  const { id: workspaceId, zone } = useWorkspace();
  const mayApprove = useCan('items.approve');
  const client = useQueryClient();
  const [note, setNote] = useState<string | null>(null);
  /** The version that was asked for: what is said of it is past once there are other words. */
  const [asked, setAsked] = useState<number | null>(null);
  const approve = useMutation({
    meta: { shown: true },
    mutationFn: async () => {
      setAsked(null);
      const version = await settle();
      setAsked(version);
      return call(approveRevision, {
        params: { workspace: workspaceId, item: item.id },
        body: { version, ...(note?.trim() && { note: note.trim() }) },
      });
    },
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
  const isPast = asked !== null && (hasUnsaved || item.version !== asked) && isAboutWords(approve.error);
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
            {hasEnded ? (
              <p>
                It cannot be approved with what may not be used any more. Take that out, choose another, or renew what
                has ended.
              </p>
            ) : lacks ? (
              <p>
                It cannot be approved yet.{' '}
                {lacks.fieldId && canWrite ? (
                  <FieldLink fieldId={lacks.fieldId}>{lacks.sentence}</FieldLink>
                ) : (
                  lacks.sentence
                )}
              </p>
            ) : outside.length > 0 ? (
              <>
                <p>It cannot be approved as it is.</p>
                <ul className="flex flex-col gap-1.5 rounded-base bg-wrong-soft px-2 py-1.5">
                  {outside.map(({ sentence, fieldId }) => (
                    <li key={sentence} className="flex items-start gap-2">
                      <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wrong" />
                      <span className="wrap-anywhere">
                        {sentence} {fieldId && canWrite && <FieldLink fieldId={fieldId}>Show it</FieldLink>}
                      </span>
                    </li>
                  ))}
                </ul>
              </>
            ) : mayApprove ? (
              <>
                {note !== null && !(isPast && !note.trim()) && (
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
                  {(note === null || (isPast && !note.trim())) && (
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
        {!isPast && <FormProblem error={approve.error} />}
      </div>
    </RailSection>
  );
}

/** Whether other words can put it right. */
const isAboutWords = (error: unknown) =>
  error instanceof Problem && (error.code === 'alternatives_missing' || error.code === 'wrong_state');

function released(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? ' 1 post is released and goes out at its time.'
    : ` ${count} posts are released and go out at their times.`;
}
