import type { QueuedPost } from '@mobilise/contracts/queue';
import { useState } from 'react';
import { sayWhen } from '../scheduling/own-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select } from '../ui/select.tsx';
import { isFree, type Place } from './places.ts';
import { takes } from './planning.ts';

interface MoveDialogProps {
  post: QueuedPost;
  places: readonly Place[];
  onMove: (to: string) => void;
  onClose: () => void;
}

/** Asks where in the queue a post goes: every time that would take it. */
export function MoveDialog({ post, places, onMove, onClose }: MoveDialogProps) {
  const [to, setTo] = useState<string | null>(null);
  const choices = places
    .filter((place) => takes(place, post))
    .map((place) => ({
      id: place.wallTime,
      label: sayWhen(place.wallTime),
      description: isFree(place)
        ? place.slot?.hold
          ? `Free, but on hold: ${place.slot.hold}`
          : 'Free'
        : `Takes the place of “${place.posts[0]?.title}”; those between move along`,
    }));
  return (
    <Dialog title={`Move “${post.title}”`} isOpen onClose={onClose} size="narrow">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!to) return;
          onMove(to);
          onClose();
        }}
      >
        <Select
          label="To"
          description={`Now ${sayWhen(post.wallTime ?? '')}.`}
          placeholder="Choose a time of the queue"
          choices={choices}
          value={to}
          onChange={setTo}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>Keep it as it is</Button>
          <Button type="submit" look="primary" isDisabled={!to}>
            {to ? `Move to ${sayWhen(to)}` : 'Move'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
