import { CalendarClock, Ellipsis, Send } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { sayWhen } from '../scheduling/own-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';

interface SendRowProps {
  wallTime: string | null;
  /** Where date and time are chosen. */
  fields: ReactNode;
  schedule: { isPending: boolean; isDisabled: boolean; onPress: () => void };
  publish: { isDisabled: boolean; run: () => void };
  keep: { label: string; isDisabled: boolean; run: () => void };
}

/** The foot of the composer in one row: the time opens a dialog, what is done less often a menu. */
export function SendRow({ wallTime, fields, schedule, publish, keep }: SendRowProps) {
  const [isChoosing, setChoosing] = useState(false);
  const when = wallTime ? sayWhen(wallTime) : 'Choose a time';
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        icon={CalendarClock}
        className="figures grow"
        aria-label={wallTime ? `Change the time, ${when}` : when}
        aria-haspopup="dialog"
        onPress={() => setChoosing(true)}
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
          { label: keep.label, isDisabled: keep.isDisabled, onAction: keep.run },
        ]}
      />
      <Dialog title="When it goes out" size="narrow" isOpen={isChoosing} onClose={() => setChoosing(false)}>
        <div className="flex flex-wrap items-end gap-3">{fields}</div>
        <div className="flex justify-end pt-4">
          <Button look="primary" onPress={() => setChoosing(false)}>
            Done
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
