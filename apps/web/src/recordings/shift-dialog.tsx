import type { Cue } from '@mobilise/contracts/captions/cue';
import { parseTimecode, sayTimecode } from '@mobilise/contracts/timecode';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';

/** Asks when a cue shall start; all after it move as far. */
export function ShiftDialog({
  cue,
  playing,
  onShift,
  onClose,
}: {
  cue: Cue;
  /** The playing point, in milliseconds of the clip. */
  playing: number;
  onShift: (by: number) => void;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState(sayTimecode(cue.start));
  const start = parseTimecode(typed);
  return (
    <Dialog title="Move this cue and all after it" isOpen onClose={onClose} size="narrow">
      <Form
        onSubmit={() => {
          if (start === null) return;
          onShift(start - cue.start);
          onClose();
        }}
        actions={
          <>
            <Button type="submit" look="primary" isDisabled={start === null || start === cue.start}>
              Move them
            </Button>
            <Button onPress={onClose}>Cancel</Button>
          </>
        }
      >
        <TextField
          label="It starts at"
          description={`Now at ${sayTimecode(cue.start)}. Everything after it moves as far. Nothing moves before the cue that ends before it.`}
          value={typed}
          onChange={setTyped}
          error={start === null ? 'Write a time as 1:02.5.' : undefined}
          autoFocus
        />
        <Button size="small" className="self-start" onPress={() => setTyped(sayTimecode(Math.max(0, playing)))}>
          {`Take the playing point, ${sayTimecode(Math.max(0, playing))}`}
        </Button>
      </Form>
    </Dialog>
  );
}
