import { type HoldTarget, pressHold } from '@mobilise/contracts/holds';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { isForeign, sayZone } from '../scheduling/now.ts';
import { sayWhen } from '../scheduling/own-words.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Progress } from '../ui/progress.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { sayPress, sayPressed } from './hold-words.ts';
import { TargetFields } from './target-fields.tsx';
import { WhenField } from './when-field.tsx';

/** Why a team falls silent, most urgent first. */
const reasons = ['A death', 'A major incident', 'Pre-election period'];

/** What, why and for how long. As it opens, a reason and one press hold everything. */
export function PressForm({ onClose }: { onClose: () => void }) {
  const { id: workspace, zone } = useWorkspace();
  const client = useQueryClient();
  const [kind, setKind] = useState<HoldTarget>('everything');
  const [which, setWhich] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [startsAt, setStartsAt] = useState<string | null>(null);
  const [endsAt, setEndsAt] = useState<string | null>(null);
  const press = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      call(pressHold, {
        params: { workspace },
        body: {
          target:
            kind === 'everything' ? { kind } : kind === 'tag' ? { kind, tag: which ?? '' } : { kind, id: which ?? '' },
          reason,
          ...(startsAt !== null && { startsAt }),
          ...(endsAt !== null && { endsAt }),
        },
      }),
    onSuccess: (hold) => showNotice({ text: sayPressed(hold, zone, new Date()) }),
    onSettled: () => client.invalidateQueries({ queryKey: ['holds', workspace] }),
  });
  return (
    <Form
      error={press.error}
      onSubmit={() => press.mutate(undefined, { onSuccess: onClose })}
      actions={
        <>
          <Button
            type="submit"
            look="primary"
            isPending={press.isPending}
            isDisabled={startsAt === '' || endsAt === ''}
          >
            {sayPress(kind, startsAt && sayWhen(startsAt))}
          </Button>
          <Button onPress={onClose}>{press.isPending ? 'Close' : 'Cancel'}</Button>
        </>
      }
    >
      <p>Nothing goes out while it lasts. What comes due meanwhile stays held afterwards, until somebody sends it.</p>
      <TargetFields
        kind={kind}
        which={which}
        onChange={(to, one) => {
          setKind(to);
          setWhich(one);
        }}
      />
      <div className="flex flex-col gap-2">
        <TextField
          label="Why"
          name="reason"
          description="Everybody on the team sees it."
          value={reason}
          onChange={setReason}
          maxLength={300}
          autoComplete="off"
          isRequired
        />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend in view */}
        <div role="group" aria-label="Usual reasons" className="flex flex-wrap gap-1.5">
          {reasons.map((one) => (
            <Button key={one} size="small" onPress={() => setReason(one)}>
              {one}
            </Button>
          ))}
        </div>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <WhenField label="From" name="startsAt" otherwise="Now" value={startsAt} onChange={setStartsAt} />
        <WhenField
          label="Until"
          name="endsAt"
          otherwise="Somebody ends it"
          value={endsAt}
          onChange={setEndsAt}
          {...(startsAt && { min: startsAt.slice(0, 10) })}
        />
      </div>
      {isForeign(zone) && (startsAt !== null || endsAt !== null) && (
        <p className="text-small text-ink-soft">Times are those of {sayZone(zone)}, not of this device.</p>
      )}
      <div role="status">
        {press.isPending && (
          <Progress
            label="Nothing new begins to leave. What is on its way may take up to 25 seconds; you can close this."
            value={null}
          />
        )}
      </div>
    </Form>
  );
}
