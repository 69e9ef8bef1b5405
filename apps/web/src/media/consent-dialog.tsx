import type { Consent } from '@mobilise/contracts/consents';
import { sayDate } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { Meanwhile } from '../ui/meanwhile.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { changesOf, conflictsOf, goneOn, nothingUnsaved, withChanges } from '../unsaved.ts';
import { useKeptWords } from './kept-words.ts';
import { consentsQuery } from './media-queries.ts';
import { useConsents } from './use-consents.ts';

type Words = Pick<Consent, 'person' | 'scope' | 'givenOn' | 'until' | 'note'>;

const labels: Record<keyof Words, string> = {
  person: 'Who',
  scope: 'What they agreed to',
  givenOn: 'Given on',
  until: 'Until',
  note: 'Note',
};

/** Writes a consent down for an upload, or changes one; one that is there already is only linked. */
export function ConsentDialog({
  assetId,
  consent,
  onClose,
}: {
  assetId: string;
  consent: Consent | null;
  onClose: () => void;
}) {
  const { zone } = useWorkspace();
  const { write } = useConsents(assetId);
  const name = consent ? `consent ${consent.id}` : `consent for ${assetId}`;
  const [unsaved, keep] = useKeptWords<Words>(name, { isConfidential: true });
  const today = Temporal.Now.plainDateISO(zone).toString();
  const now: Words = consent ?? { person: '', scope: '', givenOn: today, until: null, note: '' };
  const words: Words = { ...wordsOf(now), ...unsaved.to };
  const set = (part: Partial<Words>) => keep((unsaved) => withChanges(unsaved, now, part));
  const theirs = write.isPending ? [] : conflictsOf(unsaved, now);
  const done = () => {
    keep(() => nothingUnsaved);
    onClose();
  };
  const save = () => {
    if (theirs.length > 0) return;
    const change = consent ? { consent, fields: changesOf(unsaved, now) } : { consent, fields: words };
    write.mutate(change, { onSuccess: done });
  };
  return (
    <Dialog title={consent ? `The consent of ${consent.person}` : 'Add a consent'} isOpen onClose={onClose}>
      <Form
        error={write.error}
        onSubmit={save}
        actions={
          <>
            {theirs.length === 0 && (
              <Button type="submit" look="primary" isPending={write.isPending}>
                {consent ? 'Save' : 'Add the consent'}
              </Button>
            )}
            <Button onPress={onClose}>Cancel</Button>
          </>
        }
      >
        <TextField
          label={labels.person}
          name="person"
          isRequired
          autoFocus
          maxLength={120}
          value={words.person}
          onChange={(person) => set({ person })}
          description="The person shown or heard. Who spoke for them goes into the note."
        />
        {!consent && <Known assetId={assetId} name={words.person} onLinked={done} />}
        <TextArea
          label={labels.scope}
          name="scope"
          isRequired
          rows={2}
          maxLength={500}
          value={words.scope}
          onChange={(scope) => set({ scope })}
          description="For instance: website and social media, not print."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <DateField
            label={labels.givenOn}
            name="givenOn"
            isRequired
            max={today}
            value={words.givenOn}
            onChange={(givenOn) => set({ givenOn: givenOn ?? today })}
          />
          <DateField
            label={labels.until}
            name="until"
            value={words.until}
            onChange={(until) => set({ until })}
            description="The last day. Leave it empty if there is no end."
          />
        </div>
        <TextArea
          label={labels.note}
          name="note"
          rows={2}
          maxLength={2000}
          value={words.note}
          onChange={(note) => set({ note })}
          description="Where the signed form is, who decided for them."
        />
        <Meanwhile
          theirs={theirs.map((name) => ({ label: labels[name], value: now[name] || 'Nothing' }))}
          onGoOn={() => keep((unsaved) => goneOn(unsaved, now))}
        />
      </Form>
    </Dialog>
  );
}

const wordsOf = ({ person, scope, givenOn, until, note }: Words): Words => ({ person, scope, givenOn, until, note });

/** Letters of a name from which on it is looked for. */
const enough = 2;

/** Consents by that name which this upload has not. */
function Known({ assetId, name, onLinked }: { assetId: string; name: string; onLinked: () => void }) {
  const { id } = useWorkspace();
  const { link } = useConsents(assetId);
  const search = useDeferredValue(name.trim());
  const found = useQuery({ ...consentsQuery(id, { search }), enabled: search.length >= enough });
  const others =
    search.length < enough
      ? []
      : (found.data ?? []).filter(({ assetIds, withdrawn }) => !withdrawn && !assetIds.includes(assetId)).slice(0, 5);
  if (others.length === 0) return null;
  return (
    <div className="flex flex-col gap-1 border-l-2 border-line-strong pl-3">
      <p className="font-medium">Recorded already:</p>
      <ul className="flex flex-col gap-1.5">
        {others.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="min-w-48 grow wrap-anywhere">
              {one.person}, {sayDate(one.givenOn)}: {one.scope}
            </span>
            <Button
              size="small"
              isPending={link.isPending}
              aria-label={`Use the consent of ${one.person}, ${sayDate(one.givenOn)}`}
              onPress={() => link.mutate(one, { onSuccess: onLinked })}
            >
              Use this one
            </Button>
          </li>
        ))}
      </ul>
      <FormProblem error={link.error} />
    </div>
  );
}
