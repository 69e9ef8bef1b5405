import { maxAltText } from '@mobilise/contracts/image';
import { type Asset, maxLongDescription } from '@mobilise/contracts/media';
import { useCan } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Form } from '../ui/form.tsx';
import { Meanwhile } from '../ui/meanwhile.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { afterSaving, changesOf, conflictsOf, goneOn, nothingUnsaved, withChanges } from '../unsaved.ts';
import { useKeptWords } from './kept-words.ts';
import { useAsset } from './use-asset.ts';

type Words = Pick<Asset, 'filename' | 'alt' | 'longDescription' | 'credit' | 'licence' | 'rightsUntil'>;

const labelsOf = (kind: Asset['kind']): Record<keyof Words, string> => ({
  filename: 'Name',
  alt: 'Usual alt text',
  longDescription: kind === 'image' ? 'Long description' : 'Description',
  credit: 'Credit',
  licence: 'Licence',
  rightsUntil: 'May be used until',
});

/** What is written about an upload. Only what was changed is sent, so that two people can write different parts. */
export function WordsForm({ asset }: { asset: Asset }) {
  const mayWrite = useCan('assets.write');
  const { change } = useAsset(asset);
  const [unsaved, keep] = useKeptWords<Words>(asset.id);
  if (!mayWrite) return <WordsToRead asset={asset} />;
  const words: Words = { ...asset, ...unsaved.to };
  const changes = changesOf<Words>(unsaved, asset);
  const isChanged = Object.keys(changes).length > 0;
  // What is being saved comes back by the live stream, too, and may be the first to do so.
  const theirs = change.isPending ? [] : conflictsOf<Words>(unsaved, asset);
  const set = (part: Partial<Words>) => keep((unsaved) => withChanges(unsaved, asset, part));
  const save = () =>
    change.mutateAsync(changes).then(
      (saved) => {
        keep((unsaved) => afterSaving<Words>(unsaved, changes, saved));
        showNotice({ text: `What is written about ${saved.filename} is saved.` });
      },
      // The form shows it.
      () => undefined,
    );
  const isImage = asset.kind === 'image';
  const labels = labelsOf(asset.kind);
  return (
    <RailSection title="Words and rights">
      <Form
        error={change.error}
        onSubmit={() => theirs.length === 0 && void save()}
        actions={
          <>
            {theirs.length === 0 && (
              <Button type="submit" look="primary" isPending={change.isPending} isDisabled={!isChanged}>
                Save
              </Button>
            )}
            {isChanged && (
              <>
                <Button
                  onPress={() => {
                    keep(() => nothingUnsaved);
                    change.reset();
                  }}
                >
                  Undo the changes
                </Button>
                <p role="status" className="text-small text-ink-soft">
                  Not saved yet
                </p>
              </>
            )}
          </>
        }
      >
        <TextField
          label={labels.filename}
          name="filename"
          isRequired
          maxLength={255}
          value={words.filename}
          onChange={(filename) => set({ filename })}
        />
        {isImage && (
          <TextArea
            label={labels.alt}
            name="alt"
            rows={3}
            maxLength={maxAltText}
            value={words.alt}
            onChange={(alt) => set({ alt })}
            description={`What the image shows, for people who cannot see it. Each use starts from this and may say it differently. ${words.alt.length} of ${maxAltText}`}
          />
        )}
        <TextArea
          label={labels.longDescription}
          name="longDescription"
          rows={2}
          maxLength={maxLongDescription}
          value={words.longDescription}
          onChange={(longDescription) => set({ longDescription })}
          description={
            isImage
              ? 'Everything that a chart or a plan says, where a sentence is too short for it.'
              : 'What is heard or seen in it, for people who search for it here.'
          }
        />
        <TextField
          label={labels.credit}
          name="credit"
          maxLength={300}
          value={words.credit}
          onChange={(credit) => set({ credit })}
          description="Who made it, as they want to be named."
        />
        <TextField
          label={labels.licence}
          name="licence"
          maxLength={300}
          value={words.licence}
          onChange={(licence) => set({ licence })}
          description="What allows its use, such as CC BY 4.0, our own, or bought from an agency."
        />
        <DateField
          label={labels.rightsUntil}
          value={words.rightsUntil}
          onChange={(rightsUntil) => set({ rightsUntil })}
          description="The last day. Leave it empty if there is no end."
        />
        <Meanwhile
          theirs={theirs.map((name) => ({ label: labels[name], value: asset[name] || 'Nothing' }))}
          onGoOn={() => {
            keep((unsaved) => goneOn<Words>(unsaved, asset));
            change.reset();
          }}
        />
      </Form>
    </RailSection>
  );
}

function WordsToRead({ asset: { kind, alt, longDescription, credit, licence, rightsUntil } }: { asset: Asset }) {
  const rows = [
    ['Usual alt text', kind === 'image' ? alt || 'None was written.' : ''],
    ['Description', longDescription],
    ['Credit', credit],
    ['Licence', licence],
    ['May be used until', rightsUntil ?? ''],
  ].filter(([, value]) => value);
  return (
    <RailSection title="Words and rights">
      {rows.length === 0 && <p className="text-ink-soft">Nothing was written yet.</p>}
      <dl className="flex flex-col gap-2">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt className="text-small text-ink-soft">{name}</dt>
            <dd className="whitespace-pre-wrap wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </RailSection>
  );
}
