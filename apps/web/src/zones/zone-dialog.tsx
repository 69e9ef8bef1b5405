import { changeZone, previewZone, type ZoneChange } from '@mobilise/contracts/zones';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { sayZone } from '../scheduling/now.ts';
import { countPosts } from '../scheduling/own-words.ts';
import type { MyWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { showNotice } from '../ui/toast.tsx';
import { ZoneField } from '../ui/zone-field.tsx';
import { MovingPosts } from './moving-posts.tsx';

/** Another zone for the workspace: what it moves is listed before anything does. */
export function ZoneDialog({ workspace, onClose }: { workspace: MyWorkspace; onClose: () => void }) {
  const { id, version } = workspace;
  const client = useQueryClient();
  const [zone, setZone] = useState(workspace.zone);
  const [soon, setSoon] = useState<'hold' | 'send'>('hold');
  const isOther = zone !== workspace.zone;
  const preview = useQuery({
    queryKey: ['posts', id, 'zone', zone],
    queryFn: ({ signal }) => call(previewZone, { params: { workspace: id }, query: { to: zone }, signal }),
    enabled: isOther,
  });
  const change = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      call(changeZone, {
        params: { workspace: id },
        body: { version, zone, ...(preview.data && preview.data.soon > 0 && { soon }) },
      }),
    onSuccess: async ({ moved, held }) => {
      const kept =
        held > 0 ? ` ${countPosts(held)} would have gone out at once and ${held === 1 ? 'is' : 'are'} held.` : '';
      showNotice({ text: `Planned by the clock of ${sayZone(zone)} now. ${countPosts(moved)} moved.${kept}` });
      await client.invalidateQueries();
      onClose();
    },
    onError: () => void preview.refetch(),
  });
  return (
    <Dialog title="Change the time zone" isOpen onClose={onClose} size="wide">
      <Form
        error={change.error}
        onSubmit={() => change.mutate()}
        actions={
          <>
            <Button type="submit" look="primary" isPending={change.isPending} isDisabled={!isOther || !preview.data}>
              {isOther && preview.data ? `Change it and move ${countPosts(preview.data.moving)}` : 'Change it'}
            </Button>
            <Button onPress={onClose}>Keep it as it is</Button>
          </>
        }
      >
        <div className="max-w-md">
          <ZoneField
            label="Time zone"
            description="What is planned keeps its time on the wall: 09:00 stays 09:00, by the other clock."
            value={zone}
            onChange={setZone}
          />
        </div>
        {!isOther ? null : preview.error && !preview.data ? (
          <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
        ) : preview.data ? (
          <WhatMoves change={preview.data} soon={soon} onSoon={setSoon} />
        ) : (
          <SkeletonRows rows={3} />
        )}
      </Form>
    </Dialog>
  );
}

interface WhatMovesProps {
  change: ZoneChange;
  soon: 'hold' | 'send';
  onSoon: (soon: 'hold' | 'send') => void;
}

function WhatMoves({ change, soon, onSoon }: WhatMovesProps) {
  const { moving, underWay, series } = change;
  return (
    <>
      {change.soon > 0 && (
        <RadioGroup
          label={`${countPosts(change.soon)} would then be due in the past, or within five minutes`}
          choices={[
            { id: 'hold', label: 'Hold them', description: 'Somebody looks, and gives them a new time or sends them.' },
            { id: 'send', label: 'Send them at once' },
          ]}
          value={soon}
          onChange={onSoon}
        />
      )}
      {moving === 0 ? <p>No post moves.</p> : <MovingPosts change={change} />}
      {series.length > 0 && (
        <p>
          {series.length === 1 ? 'One series goes' : `${series.length} series go`} by the other clock from then on:{' '}
          {series.map(({ title, channelName, time }) => `${title} on ${channelName} at ${time}`).join('; ')}.
        </p>
      )}
      {underWay > 0 && (
        <p className="text-ink-soft">
          {countPosts(underWay)} {underWay === 1 ? 'is' : 'are'} on the way already and{' '}
          {underWay === 1 ? 'keeps its' : 'keep their'} moment.
        </p>
      )}
    </>
  );
}
