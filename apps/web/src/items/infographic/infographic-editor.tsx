import type { InfographicContent } from '@mobilise/contracts/kinds';
import { TextArea } from '../../ui/text-area.tsx';
import { ImageField } from '../image-field.tsx';
import type { EditorProps } from '../kind-screens.ts';
import { useParts } from '../use-parts.ts';
import { DataTableEditor } from './data-table-editor.tsx';
import { fieldIds } from './infographic-parts.ts';
import { SourcesEditor } from './sources-editor.tsx';

const longest = 20_000;

/** Prepares an infographic: artwork, the words that say the same, the data behind it, where it comes from. */
export function InfographicEditor({ content, epoch, onChange }: EditorProps<InfographicContent>) {
  const { change } = useParts(content, onChange);
  const { artwork, longDescription, data, sources } = content;
  return (
    <div className="flex flex-col gap-8">
      <ImageField
        label="Artwork"
        description="The finished picture. It is shown whole and never cropped."
        id={fieldIds.artwork}
        altId={fieldIds.alt}
        altHelp="Name the subject and the one thing it tells, in a sentence; the long description says the rest."
        value={artwork}
        onChange={(next) => change({ artwork: next })}
      />
      <TextArea
        id={fieldIds.longDescription}
        label="Long description"
        description={
          <>
            Everything the artwork says, in words and in reading order: headline, every figure, every note. Somebody who
            hears it should miss nothing. An empty line begins a new paragraph.{' '}
            <span className="figures">
              {longDescription.length.toLocaleString('en-GB')} of {longest.toLocaleString('en-GB')} characters
            </span>
          </>
        }
        rows={6}
        maxLength={longest}
        value={longDescription}
        onChange={(next) => change({ longDescription: next })}
      />
      <DataTableEditor value={data} onChange={(next) => change({ data: next })} />
      <SourcesEditor key={epoch} value={sources} onChange={(next) => change({ sources: next })} />
    </div>
  );
}
