import type { Editor } from '@tiptap/react';
import { Link2, Link2Off } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { completeTarget } from './link-target.ts';

interface LinkButtonProps {
  editor: Editor;
  isActive: boolean;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Sets, changes or removes the link at the cursor. */
export function LinkButton({ editor, isActive, isOpen, onOpenChange }: LinkButtonProps) {
  return (
    <Popover
      label="Link"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      trigger={
        <IconButton
          label="Link (Ctrl+K)"
          icon={Link2}
          aria-pressed={isActive}
          className={isActive ? 'bg-accent-soft text-accent' : ''}
        />
      }
      className="w-80 max-w-full"
    >
      <LinkForm editor={editor} isActive={isActive} onDone={() => onOpenChange(false)} />
    </Popover>
  );
}

function LinkForm({ editor, isActive, onDone }: { editor: Editor; isActive: boolean; onDone: () => void }) {
  const [target, setTarget] = useState(String(editor.getAttributes('link')['href'] ?? ''));
  const [error, setError] = useState<string>();
  const finish = () => {
    onDone();
    // The popover gives the focus back to its button first.
    requestAnimationFrame(() => editor.commands.focus());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const href = completeTarget(target);
    if (!href) return setError('Link to a web page, an e-mail address or a telephone number.');
    const chain = editor.chain().extendMarkRange('link');
    if (editor.state.selection.empty && !isActive)
      chain.insertContent({ type: 'text', text: target.trim(), marks: [{ type: 'link', attrs: { href } }] }).run();
    else chain.setLink({ href }).run();
    finish();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label="Link to"
        placeholder="nhs.uk/flu"
        inputMode="url"
        autoComplete="off"
        value={target}
        onChange={(value) => {
          setTarget(value);
          setError(undefined);
        }}
        error={error}
        autoFocus
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" size="small">
          {isActive ? 'Change the link' : 'Set the link'}
        </Button>
        {isActive && (
          <Button
            size="small"
            icon={Link2Off}
            onPress={() => {
              editor.chain().extendMarkRange('link').unsetLink().run();
              finish();
            }}
          >
            Remove it
          </Button>
        )}
      </div>
    </form>
  );
}
