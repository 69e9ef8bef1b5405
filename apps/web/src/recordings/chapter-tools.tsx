import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import { parseChapters } from '@mobilise/contracts/chapters/parse-chapters';
import { toChaptersJson } from '@mobilise/contracts/chapters/write-chapters';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { ChevronDown, Import } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { fileNameOf, saveFile } from './save-file.ts';
import { TextImport } from './text-import.tsx';

/** `0:00 Welcome`, a line each, as video sites want them in a description. */
const chaptersText = (chapters: readonly Chapter[]) =>
  chapters.map(({ start, title }) => `${sayTimecode(Math.floor(start / 1000) * 1000)} ${title}\n`).join('');

/** Chapters from elsewhere, and on to elsewhere. */
export function ChapterTools({
  title,
  chapters,
  onReplace,
}: {
  title: string;
  chapters: readonly Chapter[];
  onReplace: (chapters: Chapter[]) => void;
}) {
  const [isImporting, setImporting] = useState(false);
  const name = `${fileNameOf(title)}-chapters`;
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" icon={Import} onPress={() => setImporting(true)}>
        {chapters.length === 0 ? 'Upload or paste chapters' : 'Replace them'}
      </Button>
      {chapters.length > 0 && (
        <Menu
          label="Export chapters"
          placement="bottom end"
          trigger={
            <Button size="small">
              Export chapters
              <ChevronDown aria-hidden className="size-4" />
            </Button>
          }
          items={[
            {
              label: 'Plain text',
              description: 'For descriptions on video sites',
              onAction: () => saveFile(`${name}.txt`, 'text/plain', chaptersText(chapters)),
            },
            {
              label: 'JSON',
              description: 'For podcast apps',
              onAction: () => saveFile(`${name}.json`, 'application/json', toChaptersJson(chapters, { title })),
            },
            'line',
            { label: 'Take all out', look: 'danger', onAction: () => onReplace([]) },
          ]}
        />
      )}
      {isImporting && (
        <TextImport
          title="Upload or paste chapters"
          help="A line each, such as 00:00 Welcome; or the JSON of a podcast app."
          endings={['.txt', '.json', 'text/plain', 'application/json']}
          parse={(text) => {
            const { chapters: found, warnings } = parseChapters(text);
            return {
              found,
              warnings,
              says: found.length === 1 ? '1 chapter was found.' : `${found.length} chapters were found.`,
            };
          }}
          action={chapters.length === 0 ? 'Take them over' : 'Replace what is there'}
          onTake={onReplace}
          onClose={() => setImporting(false)}
        />
      )}
    </div>
  );
}
