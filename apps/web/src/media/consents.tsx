import type { Consent } from '@mobilise/contracts/consents';
import { sayDate, sayInstant } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { Check, Clock, Ellipsis, Pencil, Plus, Trash2, Unlink, UserX, X } from 'lucide-react';
import { useState } from 'react';
import { useCan, useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import { consentStanding } from './consent-words.ts';
import { consentsQuery } from './media-queries.ts';
import { useConsents } from './use-consents.ts';
import { WithdrawDialog } from './withdraw-dialog.tsx';

type Asked = { what: 'write' | 'withdraw' | 'remove'; id: string | null };

/** The people shown or heard in an upload, and what each of them agreed to. */
export function Consents({ assetId }: { assetId: string }) {
  const { id: workspaceId } = useWorkspace();
  const mayWrite = useCan('assets.write');
  const list = useQuery(consentsQuery(workspaceId, { asset: assetId }));
  const { unlink, remove } = useConsents(assetId);
  const [asked, setAsked] = useState<Asked | null>(null);
  // As it is now: with an older version nothing could be saved.
  const consent = list.data?.find(({ id }) => id === asked?.id) ?? null;
  const close = () => setAsked(null);
  return (
    <RailSection
      title="People shown or heard"
      action={
        mayWrite && (
          <Button size="small" icon={Plus} onPress={() => setAsked({ what: 'write', id: null })}>
            Add a consent
          </Button>
        )
      }
    >
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <Skeleton className="h-12" />
      ) : list.data.length === 0 ? (
        <p className="text-ink-soft">No consent is recorded. Where people can be recognised, one is needed.</p>
      ) : (
        <ul className="flex flex-col">
          {list.data.map((consent) => (
            <ConsentRow
              key={consent.id}
              assetId={assetId}
              consent={consent}
              mayWrite={mayWrite}
              onAsk={(what) => setAsked({ what, id: consent.id })}
              onUnlink={() => unlink.mutate(consent)}
            />
          ))}
        </ul>
      )}
      {asked?.what === 'write' && (consent || asked.id === null) && (
        <ConsentDialog assetId={assetId} consent={consent} onClose={close} />
      )}
      {asked?.what === 'withdraw' && consent && <WithdrawDialog consent={consent} onClose={close} />}
      <Confirm
        title={`Remove the consent of ${consent?.person ?? ''}?`}
        isOpen={asked?.what === 'remove'}
        onClose={() => {
          close();
          remove.reset();
        }}
        action="Remove it"
        onConfirm={() => consent && remove.mutate(consent, { onSuccess: close })}
        isPending={remove.isPending}
        error={remove.error}
      >
        Remove it only if it was recorded by mistake. If the person has changed their mind, withdraw it instead: that
        holds what was to go out.
      </Confirm>
    </RailSection>
  );
}

const signs = { done: Check, wait: Clock, wrong: X };

function ConsentRow({
  assetId,
  consent,
  mayWrite,
  onAsk,
  onUnlink,
}: {
  assetId: string;
  consent: Consent;
  mayWrite: boolean;
  onAsk: (what: Asked['what']) => void;
  onUnlink: () => void;
}) {
  const { zone } = useWorkspace();
  const { person, scope, givenOn, until, note, withdrawn, assetIds } = consent;
  const { words, tone } = consentStanding(consent, Temporal.Now.plainDateISO(zone).toString());
  const Sign = signs[tone];
  const isAboutThis = assetIds.includes(assetId);
  const others = assetIds.filter((id) => id !== assetId).length;
  return (
    <li className="flex flex-col gap-0.5 border-b border-line py-2 first:pt-0 last:border-b-0">
      <div className="flex items-center gap-2">
        <p className="min-w-0 grow font-medium wrap-anywhere">{person}</p>
        <Badge tone={tone} icon={<Sign aria-hidden className="size-3.5" />}>
          {words}
        </Badge>
        {mayWrite && !withdrawn && (
          <Menu
            label={`The consent of ${person}`}
            placement="bottom end"
            trigger={<IconButton size="small" icon={Ellipsis} label={`More about the consent of ${person}`} />}
            items={[
              { label: 'Change it', icon: Pencil, onAction: () => onAsk('write') },
              { label: 'Withdraw it', icon: UserX, onAction: () => onAsk('withdraw') },
              isAboutThis && { label: 'Not in this upload', icon: Unlink, onAction: onUnlink },
              { label: 'Remove it', icon: Trash2, look: 'danger', onAction: () => onAsk('remove') },
            ]}
          />
        )}
      </div>
      <p className="wrap-anywhere">{scope}</p>
      <p className="text-small text-ink-soft">
        Given on {sayDate(givenOn)}
        {until ? `, until ${sayDate(until)}` : ', without an end'}
        {isAboutThis && others > 0 && `, for ${others === 1 ? '1 other upload' : `${others} other uploads`} too`}
      </p>
      {!isAboutThis && (
        <p className="text-small">
          Recorded for another upload of the same file, or for one that this was made of; it may be in the bin. It
          counts here, too.
        </p>
      )}
      {note && <p className="text-small whitespace-pre-wrap text-ink-soft wrap-anywhere">{note}</p>}
      {withdrawn && (
        <>
          <p className="text-small">
            Withdrawn {sayInstant(withdrawn.at, zone)}, recorded by {withdrawn.by}
            {withdrawn.reason && `: ${withdrawn.reason}`}
          </p>
          <Button size="small" className="self-start" onPress={() => onAsk('withdraw')}>
            See what is out
          </Button>
        </>
      )}
    </li>
  );
}
