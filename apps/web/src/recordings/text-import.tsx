import { useDeferredValue, useMemo, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { wordsOf } from '../ui/form-problem.tsx';
import { TextArea } from '../ui/text-area.tsx';

export interface TextImportProps<T> {
  title: string;
  /** What can be pasted, with an example. */
  help: string;
  /** Endings of the files that can be read: `.vtt`. */
  endings: readonly string[];
  /** Throws a Problem in plain words when there is nothing in it. */
  parse: (text: string) => { found: T; warnings: readonly string[]; says: string };
  /** The verb on the button; says what is replaced, if anything is. */
  action: string;
  onTake: (found: T) => void;
  onClose: () => void;
}

/** Reads something from a file or from pasted text: says what was found and what is odd about it before it is taken over. */
export function TextImport<T>({ title, help, endings, parse, action, onTake, onClose }: TextImportProps<T>) {
  const [pasted, setPasted] = useState('');
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const text = useDeferredValue(file?.text ?? pasted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: how it is read does not change while the dialog is open
  const read = useMemo(() => {
    if (!text.trim()) return null;
    try {
      return parse(text);
    } catch (error) {
      return { error: wordsOf(error).detail };
    }
  }, [text]);
  const result = read && 'found' in read ? read : null;
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <FileTrigger
            acceptedFileTypes={endings}
            onSelect={async (files) => {
              const [one] = files ?? [];
              if (one) setFile({ name: one.name, text: await one.text() });
            }}
          >
            <Button>Choose a file</Button>
          </FileTrigger>
          {file && (
            <>
              <span className="min-w-0 wrap-anywhere">{file.name}</span>
              <Button look="quiet" size="small" onPress={() => setFile(null)}>
                Paste text instead
              </Button>
            </>
          )}
        </div>
        {!file && (
          <TextArea label="Or paste it" description={help} rows={6} value={pasted} onChange={setPasted} autoFocus />
        )}
        <div role="status" className="flex flex-col gap-2 empty:hidden">
          {result && <p className="font-medium">{result.says}</p>}
          {result && result.warnings.length > 0 && (
            <ul className="list-disc pl-5 text-ink-soft">
              {result.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )}
          {read && 'error' in read && <p className="text-wrong">{read.error}</p>}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            look="primary"
            isDisabled={!result}
            onPress={() => {
              if (!result) return;
              onTake(result.found);
              onClose();
            }}
          >
            {action}
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </div>
    </Dialog>
  );
}
