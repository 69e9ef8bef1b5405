import type { StoryContent } from '@mobilise/contracts/kinds';
import { ImageField } from '../image-field.tsx';
import type { EditorProps } from '../kind-screens.ts';
import { useParts } from '../use-parts.ts';
import { DocumentEditor } from './document-editor.tsx';
import { leadAltId } from './story-parts.ts';

/** Writes a story: its lead image and its body. */
export function StoryEditor({ content, epoch, onChange }: EditorProps<StoryContent>) {
  const { change } = useParts(content, onChange);
  return (
    <div className="flex flex-col gap-4">
      <ImageField
        label="Lead image"
        description="Stands above the story and in lists and link cards."
        altId={leadAltId}
        low
        value={content.leadImage}
        onChange={(leadImage) => change({ leadImage })}
      />
      <DocumentEditor what="story" body={content.body} epoch={epoch} onChange={(body) => change({ body })} />
    </div>
  );
}
