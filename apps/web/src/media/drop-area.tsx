import type { MediaKind } from '@mobilise/contracts/media';
import { Upload as UploadIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { DropZone, type DropZoneProps } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from '../ui/button.tsx';
import type { ButtonLook } from '../ui/button-classes.ts';
import { accepted } from './accepted.ts';

interface FileButtonProps {
  children: ReactNode;
  onFiles: (files: File[]) => void;
  kinds?: readonly MediaKind[];
  several?: boolean;
  look?: ButtonLook;
  size?: 'normal' | 'small';
}

/** A button that asks for files of some kinds. */
export function FileButton({
  children,
  onFiles,
  kinds = ['image'],
  several = false,
  look = 'plain',
  size = 'normal',
}: FileButtonProps) {
  return (
    <FileTrigger
      acceptedFileTypes={kinds.flatMap((kind) => accepted[kind].types)}
      allowsMultiple={several}
      onSelect={(files) => files && onFiles([...files])}
    >
      <Button look={look} size={size} icon={UploadIcon}>
        {children}
      </Button>
    </FileTrigger>
  );
}

/** Takes files that are dropped or pasted on it. */
export function DropArea({
  label,
  onFiles,
  children,
  className,
}: {
  label: string;
  onFiles: (files: File[]) => void;
  children: ReactNode;
  className?: string;
}) {
  const take: NonNullable<DropZoneProps['onDrop']> = async ({ items }) => {
    const files = await Promise.all(items.flatMap((item) => (item.kind === 'file' ? [item.getFile()] : [])));
    if (files.length > 0) onFiles(files);
  };
  return (
    <DropZone
      aria-label={label}
      onDrop={(event) => void take(event)}
      getDropOperation={() => 'copy'}
      className={`rounded-base -outline-offset-2 data-drop-target:outline-2 data-drop-target:outline-dashed data-drop-target:outline-accent data-focus-visible:outline-2 data-focus-visible:outline-focus ${className ?? ''}`}
    >
      {children}
    </DropZone>
  );
}

/** Takes files that are pasted anywhere on the screen, but where somebody writes. */
export function usePastedFiles(onFiles: (files: File[]) => void, isAllowed: boolean): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    if (!isAllowed) return;
    const take = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const isWriting = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]');
      if (files.length === 0 || isWriting || event.defaultPrevented) return;
      event.preventDefault();
      // A focused drop area would take the event and leave out pictures that are no files on a disk.
      event.stopImmediatePropagation();
      latest.current(files);
    };
    document.addEventListener('paste', take, true);
    return () => document.removeEventListener('paste', take, true);
  }, [isAllowed]);
}
