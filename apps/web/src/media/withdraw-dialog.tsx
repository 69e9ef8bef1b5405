import type { AssetUse } from '@mobilise/contracts/asset-use';
import { type Consent, consentUses, withdrawConsent } from '@mobilise/contracts/consents';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { useRefreshConsents } from './use-consents.ts';
import { ShowList, UseList } from './where-used.tsx';

/** A person takes their consent back; then, what is out with them in it, to be removed post by post. */
export function WithdrawDialog({ consent, onClose }: { consent: Consent; onClose: () => void }) {
  const { id: workspace } = useWorkspace();
  const refresh = useRefreshConsents();
  const [held, setHeld] = useState<number | null>(null);
  const withdraw = useMutation({
    meta: { shown: true },
    mutationFn: (reason: string) =>
      call(withdrawConsent, { params: { workspace, consent: consent.id }, body: { version: consent.version, reason } }),
    onSuccess: ({ heldPosts }) => setHeld(heldPosts),
    // Also when it failed: somebody may have changed it, and the next try needs to know.
    onSettled: refresh,
  });
  const isDone = held !== null || consent.withdrawn !== null;
  return (
    <Dialog
      title={isDone ? `What is out with ${consent.person}` : `Withdraw the consent of ${consent.person}?`}
      isOpen
      onClose={onClose}
    >
      {isDone ? (
        <div className="flex flex-col gap-4">
          {held !== null && (
            <p role="status">The consent is withdrawn. {held === 0 ? 'Nothing was about to go out.' : sayHeld(held)}</p>
          )}
          <Live consentId={consent.id} />
          <Button look="primary" onPress={onClose} className="self-end">
            Done
          </Button>
        </div>
      ) : (
        <Form
          error={withdraw.error}
          onSubmit={(data) => withdraw.mutate(textOf(data, 'reason'))}
          actions={
            <>
              <Button type="submit" look="danger" isPending={withdraw.isPending}>
                Withdraw it
              </Button>
              <Button onPress={onClose}>Keep it as it is</Button>
            </>
          }
        >
          <p>
            Posts that wait to go out with an upload in which this person is seen or heard are held at once. What is out
            already is listed next, for you to remove.
          </p>
          <TextArea
            label="Reason"
            name="reason"
            rows={2}
            maxLength={500}
            description="In the person’s words, if they gave any. They need not give any."
          />
        </Form>
      )}
    </Dialog>
  );
}

const sayHeld = (count: number) =>
  count === 1 ? '1 post that was to go out is held.' : `${count} posts that were to go out are held.`;

/** What a reader can see, or might: nobody knows of those whose outcome is not known. */
const out: readonly string[] = ['published', 'sending', 'unconfirmed', 'needs_person'];

/** Only the posts in some states, and the items they come from. */
function usesIn(uses: readonly AssetUse[], states: readonly string[]): AssetUse[] {
  return uses.flatMap((use) => {
    const posts = use.posts.filter(({ state }) => states.includes(state));
    return posts.length > 0 ? [{ ...use, posts }] : [];
  });
}

function Live({ consentId }: { consentId: string }) {
  const { id: workspace } = useWorkspace();
  const uses = useQuery({
    queryKey: ['posts', workspace, 'uses of a consent', consentId],
    queryFn: ({ signal }) => call(consentUses, { params: { workspace, consent: consentId }, signal }),
  });
  if (uses.error) return <ErrorState error={uses.error} onRetry={() => void uses.refetch()} />;
  if (!uses.data) return <Skeleton className="h-12" />;
  const { data, shows } = uses.data;
  const [live, held] = [usesIn(data, out), usesIn(data, ['held'])];
  return (
    <>
      {live.length === 0 && shows.length === 0 && <p>Nothing with this person in it is out.</p>}
      {live.length > 0 && (
        <Part title="Still out. Open each post and delete it, or correct the item everywhere:">
          {(heading) => <UseList uses={live} heading={heading} />}
        </Part>
      )}
      {shows.length > 0 && (
        <Part title="In a show. Choose another cover, intro or outro in its settings:">
          {(heading) => <ShowList shows={shows} heading={heading} place="settings" />}
        </Part>
      )}
      {held.length > 0 && (
        <Part title="Held. Take the upload out of the item, or drop the post:">
          {(heading) => <UseList uses={held} heading={heading} />}
        </Part>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: (heading: string) => ReactNode }) {
  const heading = useId();
  return (
    <div className="flex flex-col gap-2">
      <p id={heading} className="font-medium">
        {title}
      </p>
      {children(heading)}
    </div>
  );
}
