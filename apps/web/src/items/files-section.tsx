import { cancelFiles, type Item, makeFilesAgain } from '@mobilise/contracts/items';
import { mayBeMadeAgain } from '@mobilise/contracts/making-failures';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { call } from '../call.ts';
import { sayBytes } from '../media/bytes.ts';
import { sayDuration } from '../media/duration.ts';
import { FilesProgress } from '../recordings/files-progress.tsx';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { itemKey } from './item-queries.ts';

const purposes: Record<string, string> = {
  episode: 'Episode',
  film: 'Film',
  'film-landscape': 'Wide film',
  'film-square': 'Square film',
  'film-tall': 'Tall film',
  audiogram: 'Audiogram',
  poster: 'Poster',
  captions: 'Captions',
};

/** What was made from the recordings of the approved revision: what listeners get. */
export function FilesSection({ item: { id, kind, files } }: { item: Item }) {
  const { id: workspaceId } = useWorkspace();
  const mayWrite = useCan('items.write');
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (route: typeof cancelFiles | typeof makeFilesAgain) =>
      call(route, { params: { workspace: workspaceId, item: id } }),
    onSuccess: (changed) => client.setQueryData(itemKey(workspaceId, id), changed),
    // They may have been finished, or asked for, meanwhile.
    onError: () => client.invalidateQueries({ queryKey: itemKey(workspaceId, id) }),
  });
  if (kind !== 'episode' && kind !== 'video') return null;
  const sound = files.made.find(({ format }) => format === 'mp3' || format === 'm4a');
  return (
    <RailSection title="Files">
      <FilesProgress files={files} />
      {files.state === 'wanted' && mayWrite && (
        <Button
          size="small"
          className="self-start"
          onPress={() => change.mutate(cancelFiles)}
          isPending={change.isPending}
        >
          Stop
        </Button>
      )}
      {files.state === 'failed' && mayWrite && mayBeMadeAgain(files) && (
        <Button
          size="small"
          icon={RotateCw}
          className="self-start"
          onPress={() => change.mutate(makeFilesAgain)}
          isPending={change.isPending}
        >
          Make them again
        </Button>
      )}
      {files.state === 'none' && (
        <p className="text-ink-soft">
          {kind === 'episode'
            ? 'The episode as people hear it is made when a revision is approved: cut, levelled, with intro and outro.'
            : 'The films that channels show are made when a revision is approved.'}
        </p>
      )}
      {files.made.length > 0 && (
        <>
          {sound && (
            // biome-ignore lint/a11y/useMediaCaption: the transcript stands beside it
            <audio
              controls
              preload="metadata"
              src={sound.url}
              aria-label="The episode as it goes out"
              className="h-9 w-full"
            />
          )}
          <ul className="figures flex flex-col">
            {files.made.map(({ purpose, format, width, height, duration, bytes, url }) => (
              <li
                key={url}
                className="flex items-baseline justify-between gap-2 border-b border-line py-1 last:border-b-0"
              >
                <a href={url} target="_blank" rel="noreferrer" className="text-link">
                  {purposes[purpose] ?? purpose}, {format.toUpperCase()}
                  <span className="sr-only"> (opens in a new tab)</span>
                </a>
                <span className="text-small text-ink-soft">
                  {[duration !== null && sayDuration(duration), width > 0 && `${width} × ${height}`, sayBytes(bytes)]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </RailSection>
  );
}
