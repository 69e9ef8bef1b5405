import { CalendarClock, Ellipsis, Repeat, Send } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { sayWhen } from '../scheduling/own-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';

/** What stands in the fields. */
export interface Chosen {
  date: string | null;
  time: string | null;
}

interface SendRowProps {
  /** The time that follows from what is chosen; null while that is none, or over. */
  wallTime: string | null;
  chosen: Chosen;
  choose: (chosen: Chosen) => void;
  /** Where date and time are chosen. */
  fields: ReactNode;
  schedule: { isPending: boolean; isDisabled: boolean; onPress: () => void };
  publish: { isDisabled: boolean; run: () => void };
  repeat: { isDisabled: boolean; run: () => void } | null;
  keep: { label: string; isDisabled: boolean; run: () => void };
}

/** The foot of the composer in one row: the time opens a dialog, what is done less often a menu. */
export function SendRow({ wallTime, chosen, choose, fields, schedule, publish, repeat, keep }: SendRowProps) {
  // What it is set back to, unless one is done; null while the dialog is closed.
  const [before, setBefore] = useState<Chosen | null>(null);
  const cancel = () => {
    if (before) choose(before);
    setBefore(null);
  };
  const when = wallTime ? sayWhen(wallTime) : 'Choose a time';
  return (
    <div className="flex items-center gap-2">
      <Button
        icon={CalendarClock}
        className="figures min-w-0 shrink! grow leading-tight whitespace-normal!"
        aria-label={wallTime ? `Change the time, ${when}` : when}
        aria-haspopup="dialog"
        onPress={() => setBefore(chosen)}
      >
        {when}
      </Button>
      <Button look="primary" {...schedule}>
        Schedule
      </Button>
      <Menu
        label="More ways to go on"
        placement="top end"
        trigger={<IconButton label="More ways to go on" icon={Ellipsis} look="plain" />}
        items={[
          { label: 'Publish now…', icon: Send, isDisabled: publish.isDisabled, onAction: publish.run },
          repeat !== null && { label: 'Repeat…', icon: Repeat, isDisabled: repeat.isDisabled, onAction: repeat.run },
          { label: keep.label, isDisabled: keep.isDisabled, onAction: keep.run },
        ]}
      />
      <Dialog title="When it goes out" size="narrow" isOpen={before !== null} onClose={cancel}>
        <div className="flex flex-wrap items-start gap-3">{fields}</div>
        <div className="flex justify-end pt-4">
          <Button look="primary" isDisabled={!wallTime} onPress={() => setBefore(null)}>
            Done
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
