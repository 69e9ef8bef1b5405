import './story.css';
import { type Document, documentText } from '@mobilise/contracts/document';
import type { Asset } from '@mobilise/contracts/media';
import { type Editor, EditorContent } from '@tiptap/react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { ImagePicker } from '../../media/image-picker.tsx';
import { UploadList } from '../../media/upload-list.tsx';
import { useUploads } from '../../media/use-uploads.ts';
import { countWords } from './mapping.ts';
import { StoryToolbar } from './story-toolbar.tsx';
import { useStoryEditor } from './use-story-editor.ts';

/** Writes a body of words and pictures. `epoch` counts every time `body` was replaced from outside. */
export function DocumentEditor({
  what,
  body,
  epoch,
  onChange,
}: {
  /** What is written, for people who listen: `story`. */
  what: string;
  body: Document;
  epoch: number;
  onChange: (body: Document) => void;
}) {
  const [isPicking, setPicking] = useState(false);
  const [isLinking, setLinking] = useState(false);
  const places = useRef(new Map<File, number>());
  const { uploads, add } = useUploads((asset, file) => {
    insertImage(editor, asset, places.current.get(file) ?? editor.state.selection.to);
    places.current.delete(file);
  });
  const editor = useStoryEditor({
    what,
    body,
    epoch,
    onChange,
    onFiles: (files, position) => {
      for (const file of files) places.current.set(file, position);
      add(files);
    },
    onLink: () => setLinking(true),
  });
  // Writing goes on while an image is on its way: its place moves with the words around it.
  useEffect(() => {
    const follow = ({ transaction }: { transaction: { mapping: { map: (position: number) => number } } }) => {
      for (const [file, position] of places.current) places.current.set(file, transaction.mapping.map(position));
    };
    editor.on('transaction', follow);
    return () => void editor.off('transaction', follow);
  }, [editor]);
  const words = countWords(documentText(useDeferredValue(body)));
  return (
    <div className="flex flex-col gap-4">
      <div>
        <StoryToolbar
          what={what}
          editor={editor}
          onImage={() => setPicking(true)}
          isLinking={isLinking}
          onLinking={setLinking}
        />
        <UploadList uploads={uploads} />
        <EditorContent editor={editor} className="pt-4" />
      </div>
      <p className="figures border-t border-line pt-2 text-small text-ink-soft">
        {words === 1 ? '1 word' : `${words.toLocaleString('en-GB')} words`}
      </p>
      {isPicking && (
        <ImagePicker
          onClose={() => setPicking(false)}
          onPick={(asset) => insertImage(editor, asset, editor.state.selection.to)}
        />
      )}
    </div>
  );
}

function insertImage(editor: Editor, asset: Asset, position: number): void {
  const at = Math.min(position, editor.state.doc.content.size);
  editor
    .chain()
    .insertContentAt(at, { type: 'image', attrs: { assetId: asset.id, alt: asset.alt, caption: '' } })
    .run();
}
