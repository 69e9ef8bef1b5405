import type { Transcript } from '@mobilise/contracts/captions';
import type { Cue } from '@mobilise/contracts/captions/cue';
import { parseCaptions } from '@mobilise/contracts/captions/parse-captions';
import { toHtml, toJson, toSrt, toText, toVtt } from '@mobilise/contracts/captions/write-captions';
import { AudioLines, ChevronDown, Import, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { LanguageField } from '../ui/language-field.tsx';
import { Menu } from '../ui/menu.tsx';
import { fileNameOf, saveFile } from './save-file.ts';
import { TextImport } from './text-import.tsx';

/** Every way out, each with its ending and its type. */
const formats = [
  { label: 'WebVTT', note: 'For players and websites', ending: 'vtt', type: 'text/vtt', write: toVtt },
  { label: 'SRT', note: 'For YouTube and editing programs', ending: 'srt', type: 'application/x-subrip', write: toSrt },
  { label: 'JSON', note: 'For podcast apps', ending: 'json', type: 'application/json', write: toJson },
  { label: 'HTML', note: 'For reading on a website', ending: 'html', type: 'text/html', write: toHtml },
  { label: 'Plain text', note: 'The words alone', ending: 'txt', type: 'text/plain', write: toText },
] as const;

/** What can be done with captions or a transcript as a whole. */
export function TranscriptHead({
  noun,
  title,
  language,
  cues,
  duration,
  onLanguage,
  onReplace,
  onBegin,
  onRemove,
  onTranscribe,
  isTranscribing = false,
}: {
  noun: 'Captions' | 'Transcript';
  title: string;
  language: string;
  cues: readonly Cue[];
  /** Of the clip, if it is known. */
  duration: number | undefined;
  onLanguage: (language: string) => void;
  onReplace: (value: Transcript) => void;
  onBegin: () => void;
  onRemove: () => void;
  /** Has it written down by a program, where there is one. */
  onTranscribe?: () => void;
  isTranscribing?: boolean;
}) {
  const [isImporting, setImporting] = useState(false);
  const isEmpty = cues.length === 0;
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 className="text-lead font-semibold">{noun}</h2>
          {isEmpty && (
            <p className="max-w-prose text-small text-ink-soft">
              {noun === 'Captions'
                ? 'Everything that is said and every sound that matters, for people who cannot hear it, and for everybody who watches without sound.'
                : 'Everything that is said, for people who cannot hear it, and for everybody who would rather read.'}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          {onTranscribe && (
            <Button size="small" icon={AudioLines} onPress={onTranscribe} isDisabled={isTranscribing}>
              Transcribe
            </Button>
          )}
          <Button size="small" icon={Import} onPress={() => setImporting(true)}>
            {isEmpty ? 'Upload or paste' : 'Replace'}
          </Button>
          {isEmpty ? (
            <Button size="small" icon={Plus} onPress={onBegin}>
              Write it here
            </Button>
          ) : (
            <>
              <Menu
                label="Export"
                placement="bottom end"
                trigger={
                  <Button size="small">
                    Export
                    <ChevronDown aria-hidden className="size-4" />
                  </Button>
                }
                items={formats.map(({ label, note, ending, type, write }) => ({
                  label,
                  description: note,
                  onAction: () =>
                    saveFile(`${fileNameOf(title)}.${ending}`, type, write(cues.filter(({ text }) => text.trim()))),
                }))}
              />
              <Button size="small" look="quiet" icon={Trash2} onPress={onRemove}>
                Take it out
              </Button>
            </>
          )}
        </div>
      </div>
      {!isEmpty && (
        <LanguageField label="Language spoken" value={language} onChange={onLanguage} className="max-w-60" />
      )}
      {isImporting && (
        <TextImport
          title={noun === 'Captions' ? 'Upload or paste captions' : 'Upload or paste a transcript'}
          help="WebVTT, SRT, JSON as podcasts have it, or plain text. Plain text has no times: they are guessed from its length, and can be set here."
          endings={['.vtt', '.srt', '.json', '.txt', 'text/vtt', 'application/json', 'text/plain']}
          parse={(text) => {
            const { cues: found, warnings } = parseCaptions(text, { duration });
            const count = found.length.toLocaleString('en-GB');
            return { found, warnings, says: found.length === 1 ? '1 cue was found.' : `${count} cues were found.` };
          }}
          action={isEmpty ? 'Take it over' : 'Replace what is there'}
          onTake={(found) => onReplace({ language, cues: found })}
          onClose={() => setImporting(false)}
        />
      )}
    </>
  );
}
