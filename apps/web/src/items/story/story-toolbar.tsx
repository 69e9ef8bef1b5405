import { type Editor, useEditorState } from '@tiptap/react';
import {
  Bold,
  Heading2,
  Heading3,
  Heading4,
  ImagePlus,
  Italic,
  List,
  ListOrdered,
  type LucideIcon,
  Minus,
  Quote,
  Redo2,
  Undo2,
} from 'lucide-react';
import { Group } from 'react-aria-components/Group';
import { Separator } from 'react-aria-components/Separator';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { Toolbar } from 'react-aria-components/Toolbar';
import { iconButtonClasses } from '../../ui/button-classes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { LinkButton } from './link-button.tsx';

interface Tool {
  label: string;
  icon: LucideIcon;
  isOn: (editor: Editor) => boolean;
  run: (editor: Editor) => void;
}

const heading = (level: 2 | 3 | 4, icon: LucideIcon): Tool => ({
  label: `Heading ${level} (Ctrl+Alt+${level})`,
  icon,
  isOn: (editor) => editor.isActive('heading', { level }),
  run: (editor) => editor.commands.toggleHeading({ level }),
});

const tools: readonly (readonly Tool[])[] = [
  [
    {
      label: 'Bold (Ctrl+B)',
      icon: Bold,
      isOn: (editor) => editor.isActive('bold'),
      run: (editor) => editor.commands.toggleBold(),
    },
    {
      label: 'Italic (Ctrl+I)',
      icon: Italic,
      isOn: (editor) => editor.isActive('italic'),
      run: (editor) => editor.commands.toggleItalic(),
    },
  ],
  [heading(2, Heading2), heading(3, Heading3), heading(4, Heading4)],
  [
    {
      label: 'Bulleted list (Ctrl+Shift+8)',
      icon: List,
      isOn: (editor) => editor.isActive('bulletList'),
      run: (editor) => editor.commands.toggleBulletList(),
    },
    {
      label: 'Numbered list (Ctrl+Shift+7)',
      icon: ListOrdered,
      isOn: (editor) => editor.isActive('orderedList'),
      run: (editor) => editor.commands.toggleOrderedList(),
    },
    {
      label: 'Quote (Ctrl+Shift+B)',
      icon: Quote,
      isOn: (editor) => editor.isActive('blockquote'),
      run: (editor) => editor.commands.toggleBlockquote(),
    },
  ],
];

export interface StoryToolbarProps {
  /** What it formats: `story`. */
  what: string;
  editor: Editor;
  onImage: () => void;
  isLinking: boolean;
  onLinking: (isLinking: boolean) => void;
}

/** What can be done to the words at the cursor; one stop of the Tab key, arrow keys within. Alt+F10 comes here from the words. */
export function StoryToolbar({ what, editor, onImage, isLinking, onLinking }: StoryToolbarProps) {
  const state = useEditorState({
    editor,
    selector: ({ editor: present }) => ({
      on: tools.map((group) => group.map(({ isOn }) => isOn(present))),
      isLink: present.isActive('link'),
      canUndo: present.can().undo(),
      canRedo: present.can().redo(),
    }),
  });
  // By pointer one goes on writing; by keyboard one may want the next button.
  const act = (run: () => void, pointerType: string) => {
    run();
    if (pointerType !== 'keyboard' && pointerType !== 'virtual') editor.commands.focus();
  };
  return (
    <Toolbar
      data-toolbar="story"
      aria-label={`Format the ${what}`}
      className="sticky top-(--head) z-10 -mx-2 flex flex-wrap items-center gap-x-0.5 border-b border-line bg-paper px-1 py-1"
    >
      {tools.map((group, at) => (
        <Group key={group[0]?.label} aria-label={['Letters', 'Headings', 'Blocks'][at] ?? ''} className="flex">
          {group.map(({ label, icon: Icon, run }, index) => (
            <ToggleButton
              key={label}
              aria-label={label}
              isSelected={state.on[at]?.[index] ?? false}
              onPress={({ pointerType }) => act(() => run(editor), pointerType)}
              className={`${iconButtonClasses()} data-selected:bg-accent-soft data-selected:text-accent forced-colors:data-selected:outline-1`}
              render={(dom) => <button {...(dom as React.ComponentProps<'button'>)} title={label} />}
            >
              <Icon aria-hidden className="size-4.5" />
            </ToggleButton>
          ))}
          <Separator orientation="vertical" className="mx-1 my-2 w-px self-stretch bg-line" />
        </Group>
      ))}
      <LinkButton editor={editor} isActive={state.isLink} isOpen={isLinking} onOpenChange={onLinking} />
      <IconButton label="Insert an image" icon={ImagePlus} onPress={onImage} />
      <IconButton
        label="Insert a line"
        icon={Minus}
        onPress={({ pointerType }) => act(() => editor.commands.setHorizontalRule(), pointerType)}
      />
      <Separator orientation="vertical" className="mx-1 my-2 w-px self-stretch bg-line" />
      <IconButton
        label="Undo (Ctrl+Z)"
        icon={Undo2}
        isDisabled={!state.canUndo}
        onPress={({ pointerType }) => act(() => editor.commands.undo(), pointerType)}
      />
      <IconButton
        label="Redo (Ctrl+Shift+Z)"
        icon={Redo2}
        isDisabled={!state.canRedo}
        onPress={({ pointerType }) => act(() => editor.commands.redo(), pointerType)}
      />
    </Toolbar>
  );
}
