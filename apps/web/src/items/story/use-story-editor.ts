import type { Document } from '@mobilise/contracts/document';
import { type Editor, useEditor } from '@tiptap/react';
import { useEffect, useRef } from 'react';
import { imageWithView } from './image-view.tsx';
import { fromDocument, toDocument } from './mapping.ts';
import { cleanPasted } from './paste.ts';
import { replacing } from './replacing.ts';
import { storyExtensions } from './schema.ts';

interface StoryEditing {
  /** What is written: `story`. */
  what: string;
  body: Document;
  epoch: number;
  onChange: (body: Document) => void;
  /** Images were dropped or pasted at a position. */
  onFiles: (files: File[], position: number) => void;
  onLink: () => void;
}

const imagesOf = (data: DataTransfer | null) =>
  [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'));

/** The editor of a story. It tells of a change only when the document of the contract is another. */
export function useStoryEditor({ what, body, epoch, onChange, onFiles, onLink }: StoryEditing): Editor {
  const now = useRef({ onChange, onFiles, onLink });
  now.current = { onChange, onFiles, onLink };
  const told = useRef('');
  const shown = useRef(epoch);
  const editor = useEditor({
    extensions: storyExtensions(imageWithView),
    content: fromDocument(body),
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    onCreate: ({ editor: made }) => {
      told.current = JSON.stringify(toDocument(made.getJSON()));
    },
    onUpdate: ({ editor: changed }) => {
      const document = toDocument(changed.getJSON());
      const text = JSON.stringify(document);
      if (text === told.current) return;
      told.current = text;
      now.current.onChange(document);
    },
    editorProps: {
      attributes: {
        class: 'story',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': `The ${what}. Alt+F10 goes to the formatting toolbar.`,
        spellcheck: 'true',
      },
      transformPastedHTML: cleanPasted,
      handlePaste: (view, { clipboardData }) => {
        const files = imagesOf(clipboardData);
        // Word puts a picture of the words beside the words.
        if (files.length === 0 || clipboardData?.types.includes('text/html')) return false;
        now.current.onFiles(files, view.state.selection.to);
        return true;
      },
      handleDrop: (view, event, _slice, isMoved) => {
        const files = isMoved ? [] : imagesOf(event.dataTransfer);
        if (files.length === 0) return false;
        event.preventDefault();
        now.current.onFiles(
          files,
          view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.doc.content.size,
        );
        return true;
      },
      handleKeyDown: (_view, event) => {
        if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
          event.preventDefault();
          now.current.onLink();
          return true;
        }
        if (event.altKey && event.key === 'F10') {
          document.querySelector<HTMLElement>('[data-toolbar="story"] button')?.focus();
          return true;
        }
        return false;
      },
    },
  });

  // Somebody else's words, a restored revision, words brought back: they replace what is shown, and undo leaves them alone.
  useEffect(() => {
    if (shown.current === epoch) return;
    shown.current = epoch;
    const text = JSON.stringify(toDocument(fromDocument(body)));
    // Something beside it was replaced: the cursor stays where it is.
    if (text === told.current) return;
    told.current = text;
    editor.view.dispatch(replacing(editor.state, body));
  }, [editor, epoch, body]);
  return editor;
}
