import type { Slot } from '@mobilise/contracts/slots';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { TimeField } from '../ui/time-field.tsx';
import { missingFrom, nameOf, onEach, timesOn, weekdays } from './slot-words.ts';
import type { useSlotChange } from './use-slots.ts';

/** Adds a time to some days, or the times of one day to others. */
export type SlotAsk = { what: 'add'; days: readonly number[] } | { what: 'copy'; weekday: number };

interface SlotDialogProps {
  ask: SlotAsk;
  slots: readonly Slot[];
  change: ReturnType<typeof useSlotChange>;
  onClose: () => void;
}

const usualTime = '09:00';

/** Asks for days, and for a time unless one day's are copied. */
export function SlotDialog({ ask, slots, change, onClose }: SlotDialogProps) {
  const [time, setTime] = useState<string | null>(usualTime);
  const [days, setDays] = useState<readonly number[]>(ask.what === 'add' ? ask.days : []);
  const times = ask.what === 'copy' ? timesOn(slots, ask.weekday) : time ? [time] : [];
  const add = missingFrom(slots, onEach(days, times));
  const isKnown = days.length > 0 && times.length > 0 && add.length === 0;
  const close = () => {
    change.reset();
    onClose();
  };
  const submit = () => {
    const named = days.map(nameOf);
    const words = `${times.join(', ')} added on ${new Intl.ListFormat('en-GB').format(named)}.`;
    change.mutate({ add, words }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title={ask.what === 'copy' ? `Copy the times of ${nameOf(ask.weekday)}` : 'Add a time'}
      isOpen
      onClose={close}
      size="narrow"
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (add.length > 0) submit();
        }}
      >
        {ask.what === 'copy' ? (
          <p className="figures">{times.join(', ')}. Times that a day has already stay.</p>
        ) : (
          <TimeField label="Time" value={time} onChange={setTime} isRequired className="w-28" />
        )}
        <fieldset className="flex flex-col gap-1.5">
          <legend className="pb-1 font-medium">{ask.what === 'copy' ? 'To' : 'On'}</legend>
          {weekdays
            .filter(({ weekday }) => ask.what === 'add' || weekday !== ask.weekday)
            .map(({ weekday, name }) => (
              <Checkbox
                key={weekday}
                isSelected={days.includes(weekday)}
                onChange={(on) =>
                  setDays(
                    weekdays.map((day) => day.weekday).filter((day) => (day === weekday ? on : days.includes(day))),
                  )
                }
              >
                {name}
              </Checkbox>
            ))}
        </fieldset>
        {isKnown && <p role="status">All of these are slots already.</p>}
        <FormProblem error={change.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={close}>Keep them as they are</Button>
          <Button type="submit" look="primary" isPending={change.isPending} isDisabled={add.length === 0}>
            {add.length < 2 ? 'Add the slot' : `Add ${add.length} slots`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
