import { maxAltText } from '@mobilise/contracts/image';
import { type Asset, maxLongDescription } from '@mobilise/contracts/media';
import { useCan } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Form } from '../ui/form.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useKeptWords } from './kept-words.ts';
import { useAsset } from './use-asset.ts';

const names = ['filename', 'alt', 'longDescription', 'credit', 'licence', 'rightsUntil'] as const;
type Words = Pick<Asset, (typeof names)[number]>;

/** What is written about an upload. Only what was changed is sent, so that two people can write different parts. */
export function WordsForm({ asset }: { asset: Asset }) {
  const mayWrite = useCan('assets.write');
  const { change } = useAsset(asset);
  const [kept, keep] = useKeptWords<Words>(asset.id);
  if (!mayWrite) return <WordsToRead asset={asset} />;
  const words: Words = { ...asset, ...kept };
  const changed = Object.fromEntries(
    names.filter((name) => words[name] !== asset[name]).map((name) => [name, words[name]]),
  );
  const isChanged = Object.keys(changed).length > 0;
  const set = (to: Partial<Words>) => keep({ ...(changed as Partial<Words>), ...to });
  const isImage = asset.kind === 'image';
  return (
    <RailSection title="Words and rights">
      <Form
        error={change.error}
        onSubmit={() => change.mutate(changed, { onSuccess: () => keep(null) })}
        actions={
          isChanged && (
            <>
              <Button type="submit" look="primary" isPending={change.isPending}>
                Save
              </Button>
              <Button
                onPress={() => {
                  keep(null);
                  change.reset();
                }}
              >
                Undo the changes
              </Button>
              <p role="status" className="text-small text-ink-soft">
                Not saved yet
              </p>
            </>
          )
        }
      >
        <TextField
          label="Name"
          name="filename"
          isRequired
          maxLength={255}
          value={words.filename}
          onChange={(filename) => set({ filename })}
        />
        {isImage && (
          <TextArea
            label="Usual alt text"
            name="alt"
            rows={3}
            maxLength={maxAltText}
            value={words.alt}
            onChange={(alt) => set({ alt })}
            description={`What the image shows, for people who cannot see it. Each use starts from this and may say it differently. ${words.alt.length} of ${maxAltText}`}
          />
        )}
        <TextArea
          label={isImage ? 'Long description' : 'Description'}
          name="longDescription"
          rows={2}
          maxLength={maxLongDescription}
          value={words.longDescription}
          onChange={(longDescription) => set({ longDescription })}
          description={
            isImage
              ? 'All that a chart or a plan says, where a sentence is too short for it.'
              : 'What is heard or seen in it, for who looks for it here.'
          }
        />
        <TextField
          label="Credit"
          name="credit"
          maxLength={300}
          value={words.credit}
          onChange={(credit) => set({ credit })}
          description="Who made it, as they want to be named."
        />
        <TextField
          label="Licence"
          name="licence"
          maxLength={300}
          value={words.licence}
          onChange={(licence) => set({ licence })}
          description="What allows its use: CC BY 4.0, our own, bought from an agency."
        />
        <DateField
          label="May be used until"
          value={words.rightsUntil}
          onChange={(rightsUntil) => set({ rightsUntil })}
          description="The last day. Empty where there is no end."
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
