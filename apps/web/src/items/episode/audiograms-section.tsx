import { Clapperboard } from 'lucide-react';
import type { Clipped } from '../../recordings/clip.ts';
import type { Playback } from '../../recordings/playback.ts';
import { useCan } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { useItem } from '../item-context.ts';
import { AudiogramForm } from './audiogram-form.tsx';
import { AudiogramList } from './audiogram-list.tsx';

export interface AudiogramsSectionProps {
  playback: Playback;
  /** What is used of the recording; null while there is none. */
  clip: Clipped | null;
  hasWords: boolean;
  /** The part that is being chosen; null while none is. */
  stretch: Clipped | null;
  onStretch: (stretch: Clipped | null) => void;
  /** Begins to choose one. */
  onBegin: () => void;
}

/** Films of parts of an episode, for social channels: what is made, and another one. */
export function AudiogramsSection({ playback, clip, hasWords, stretch, onStretch, onBegin }: AudiogramsSectionProps) {
  const { itemId, settle } = useItem();
  if (!itemId || !settle) return null;
  return (
    <section aria-label="Audiograms" id="audiograms" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <AudiogramsHead />
        {!stretch && clip && (
          <Button size="small" icon={Clapperboard} onPress={onBegin}>
            Make an audiogram
          </Button>
        )}
      </div>
      {stretch && clip && (
        <AudiogramForm
          itemId={itemId}
          clip={clip}
          value={stretch}
          onChange={onStretch}
          playback={playback}
          hasWords={hasWords}
          settle={settle}
          onClose={() => onStretch(null)}
        />
      )}
      <AudiogramList
        itemId={itemId}
        empty={
          !clip && <p className="text-small text-ink-soft">Upload the audio first, then choose a part of it here.</p>
        }
      />
    </section>
  );
}

/** The same for those who may only look. */
export function AudiogramsReading() {
  const { itemId } = useItem();
  const mayWrite = useCan('items.write');
  if (!itemId) return null;
  return (
    <section aria-label="Audiograms" className="flex flex-col gap-3">
      <AudiogramsHead />
      <AudiogramList
        itemId={itemId}
        empty={
          mayWrite ? (
            <p className="text-ink-soft">There are none of this episode.</p>
          ) : (
            <NoPermission action="items.write" what="There are none of this episode yet." />
          )
        }
      />
    </section>
  );
}

function AudiogramsHead() {
  return (
    <div className="max-w-prose">
      <h2 className="text-lead font-semibold">Audiograms</h2>
      <p className="text-small text-ink-soft">
        A part of the episode as a film, for channels that take no sound alone: its waveform moves, with the cover, the
        title and what is said.
      </p>
    </div>
  );
}
