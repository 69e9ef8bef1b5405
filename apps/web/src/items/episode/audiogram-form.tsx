import { type AudiogramShape, audiogramShapes, longestAudiogram } from '@mobilise/contracts/audiograms';
import { spokenTimecode } from '@mobilise/contracts/timecode';
import { Clapperboard, Pause, Play } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { sayDuration } from '../../media/duration.ts';
import type { Clipped } from '../../recordings/clip.ts';
import type { Playback } from '../../recordings/playback.ts';
import { TimecodeField } from '../../recordings/timecode-field.tsx';
import { useHeard } from '../../recordings/use-playback.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { FormProblem } from '../../ui/form-problem.tsx';
import { Switch } from '../../ui/switch.tsx';
import { shapeWords, useAudiograms } from './audiogram-queries.ts';
import { within } from './stretch.ts';

export interface AudiogramFormProps {
  itemId: string;
  /** What is used of the recording. */
  clip: Clipped;
  /** What is chosen of it, counted from where it was cut to. */
  value: Clipped;
  onChange: (value: Clipped) => void;
  playback: Playback;
  /** Whether there is anything to draw. */
  hasWords: boolean;
  settle: () => Promise<unknown>;
  onClose: () => void;
}

/** Chooses the stretch, the shapes and whether what is said is drawn; then asks for the films. */
export function AudiogramForm({
  itemId,
  clip,
  value,
  onChange,
  playback,
  hasWords,
  settle,
  onClose,
}: AudiogramFormProps) {
  const [shapes, setShapes] = useState<readonly AudiogramShape[]>(['square']);
  const [captions, setCaptions] = useState(true);
  const { make } = useAudiograms(itemId);
  const isPlaying = useHeard(playback, (state) => state.isPlaying);
  const heading = useRef<HTMLHeadingElement>(null);
  const helpId = useId();
  useEffect(() => heading.current?.focus(), []);
  const length = clip.end - clip.start;
  const set = (part: Partial<Clipped>) => onChange(within({ ...value, ...part }, length, longestAudiogram));
  const count = shapes.length;
  const ask = () =>
    make.mutate(
      { parts: shapes.map((shape) => ({ shape, ...value, captions: captions && hasWords })), settle },
      {
        onSuccess: () => {
          announce(count > 1 ? `${count} audiograms are being made` : 'The audiogram is being made');
          onClose();
        },
      },
    );
  return (
    <div className="flex flex-col gap-4 rounded-base border border-line-strong p-4">
      <h3 ref={heading} tabIndex={-1} className="font-semibold">
        A new audiogram
      </h3>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="pb-1.5 font-medium">Which part</legend>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <span className="flex items-center gap-2">
            From
            <TimecodeField
              label="Start of the audiogram, typed"
              value={value.start}
              onChange={(start) => set({ start })}
            />
            to
            <TimecodeField label="End of the audiogram, typed" value={value.end} onChange={(end) => set({ end })} />
          </span>
          <span className="figures text-ink-soft" title={spokenTimecode(value.end - value.start)}>
            {sayDuration(value.end - value.start)} long
          </span>
          <Button
            size="small"
            icon={isPlaying ? Pause : Play}
            onPress={() =>
              isPlaying ? playback.pause() : playback.play(clip.start + value.start, clip.start + value.end)
            }
          >
            {isPlaying ? 'Pause' : 'Hear it'}
          </Button>
        </div>
        <p className="text-small text-ink-soft">
          Or drag its ends on the waveform above. People watch 30 to 60 seconds to the end; 10 minutes are the most.
        </p>
      </fieldset>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="pb-1.5 font-medium">Shapes</legend>
        <div className="grid gap-2 sm:grid-cols-3">
          {audiogramShapes.map((shape) => {
            const { label, used, box } = shapeWords[shape];
            return (
              <Checkbox
                key={shape}
                isSelected={shapes.includes(shape)}
                onChange={(isOn) =>
                  setShapes(audiogramShapes.filter((one) => (one === shape ? isOn : shapes.includes(one))))
                }
              >
                <span className="flex items-center gap-2">
                  <span aria-hidden className="grid size-7 shrink-0 place-items-center">
                    <span className={`block rounded-[2px] border-2 border-ink-soft ${box}`} />
                  </span>
                  <span className="flex flex-col">
                    {label}
                    <span className="text-small text-ink-soft">{used}</span>
                  </span>
                </span>
              </Checkbox>
            );
          })}
        </div>
      </fieldset>
      <div className="flex flex-col gap-1">
        <Switch
          isSelected={captions && hasWords}
          onChange={setCaptions}
          isDisabled={!hasWords}
          aria-describedby={helpId}
        >
          Draw what is said
        </Switch>
        <p id={helpId} className="text-small text-ink-soft">
          {hasWords
            ? 'The words of the transcript, as they are spoken. Social channels play without sound.'
            : 'Write the transcript first: its words can be drawn then.'}
        </p>
      </div>
      <FormProblem error={make.error} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" icon={Clapperboard} onPress={ask} isPending={make.isPending} isDisabled={count === 0}>
          {count > 1 ? `Make ${count} audiograms` : 'Make the audiogram'}
        </Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </div>
  );
}
