import { maxAltText } from '@mobilise/contracts/image';
import { type NodeViewProps, NodeViewWrapper, ReactNodeViewRenderer } from '@tiptap/react';
import { GripVertical, Trash2 } from 'lucide-react';
import { AssetImage } from '../../media/asset-image.tsx';
import { UploadNotes } from '../../media/upload-notes.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AltCount } from '../alt-count.tsx';
import { imageNode } from './schema.ts';
import { bodyAltId } from './story-parts.ts';

/** The image of a story with a view of its own in the editor. */
export const imageWithView = imageNode.extend({
  addNodeView: () => ReactNodeViewRenderer(ImageView, { className: 'story-image' }),
});

/** An image within a story: the picture, its alt text and its caption, written where they are seen. */
function ImageView({ node, updateAttributes, deleteNode }: NodeViewProps) {
  const { assetId, alt, caption } = node.attrs as { assetId: string; alt: string; caption: string };
  return (
    <NodeViewWrapper
      as="figure"
      aria-label="Image"
      className="my-6 flex flex-col gap-2 rounded-base border border-line bg-sheet p-2 text-body"
    >
      <div className="relative" data-drag-handle="">
        <AssetImage assetId={assetId} alt={alt} width={680} />
        <div className="absolute top-2 right-2 flex gap-1 rounded-base bg-sheet">
          <span
            title="Drag to move the image"
            className="grid size-7 cursor-grab place-items-center text-ink-soft pointer-coarse:hidden"
          >
            <GripVertical aria-hidden className="size-4" />
          </span>
          <IconButton label="Take the image out" icon={Trash2} size="small" onPress={deleteNode} />
        </div>
      </div>
      <UploadNotes assetId={assetId} onUse={(newer) => updateAttributes({ assetId: newer })} />
      <div data-field={bodyAltId(assetId)}>
        <TextArea
          label="Alt text"
          description={<AltCount alt={alt} />}
          rows={2}
          maxLength={maxAltText}
          value={alt}
          onChange={(value) => updateAttributes({ alt: value })}
        />
      </div>
      <TextField
        label="Caption"
        description="Seen by everybody, below the image. It may stay empty."
        maxLength={500}
        value={caption}
        onChange={(value) => updateAttributes({ caption: value })}
      />
    </NodeViewWrapper>
  );
}
