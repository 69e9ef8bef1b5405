import { addSubscriber, importSubscribers, longestImport } from '@mobilise/contracts/subscribers';
import { dateOf } from '@mobilise/contracts/time';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';

interface AddProps {
  channelId: string;
  onClose: () => void;
}

/** What those who are added have agreed to: asked every time, because whoever adds them answers for it. */
function ConsentFields({
  on,
  onChange,
  today,
}: {
  on: string | null;
  onChange: (on: string | null) => void;
  today: string;
}) {
  return (
    <>
      <TextField
        label="Where they agreed"
        name="source"
        placeholder="Paper form at the open day"
        maxLength={200}
        isRequired
        description="Only people who have agreed to get this newsletter may be added. The log keeps what you write here."
      />
      <DateField label="When they agreed" value={on} onChange={onChange} max={today} isRequired />
    </>
  );
}

/** Adds one person who has agreed. */
export function AddDialog({ channelId, onClose }: AddProps) {
  const { id: workspace, zone } = useWorkspace();
  const client = useQueryClient();
  const today = dateOf(new Date(), zone);
  const [on, setOn] = useState<string | null>(today);
  const add = useMutation({
    meta: { shown: true },
    mutationFn: (data: FormData) =>
      call(addSubscriber, {
        params: { workspace, channel: channelId },
        body: { email: textOf(data, 'email'), consent: { source: textOf(data, 'source'), on: on ?? today } },
      }),
    onSuccess: async ({ email }) => {
      showNotice({ text: `${email} is subscribed.` });
      await client.invalidateQueries({ queryKey: ['subscribers', workspace] });
      onClose();
    },
  });
  return (
    <Dialog title="Add a subscriber" isOpen onClose={onClose}>
      <Form
        error={add.error}
        onSubmit={(data) => add.mutate(data)}
        actions={
          <Button type="submit" look="primary" isPending={add.isPending}>
            Add them
          </Button>
        }
      >
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="off"
          maxLength={254}
          isRequired
          autoFocus
        />
        <ConsentFields on={on} onChange={setOn} today={today} />
      </Form>
    </Dialog>
  );
}

/** Adds the people of a CSV file, and says what became of each line. */
export function ImportDialog({ channelId, onClose }: AddProps) {
  const { id: workspace, zone } = useWorkspace();
  const client = useQueryClient();
  const today = dateOf(new Date(), zone);
  const [on, setOn] = useState<string | null>(today);
  const [file, setFile] = useState<{ name: string; csv: string } | null>(null);
  const [wrong, setWrong] = useState('');
  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(null);
    if (chosen.size > longestImport)
      return setWrong('This file is larger than 3 MB. Split it, and import one part after the other.');
    setWrong('');
    setFile({ name: chosen.name, csv: await chosen.text() });
  };
  const bring = useMutation({
    meta: { shown: true },
    mutationFn: (data: FormData) =>
      call(importSubscribers, {
        params: { workspace, channel: channelId },
        body: { csv: file?.csv ?? '', consent: { source: textOf(data, 'source'), on: on ?? today } },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['subscribers', workspace] }),
  });
  const done = bring.data;
  return (
    <Dialog title={done ? 'Imported' : 'Import subscribers'} isOpen onClose={onClose}>
      {done ? (
        <div className="figures flex flex-col gap-3">
          <p>
            {done.added} added. {done.known} on the list already, and left as they were.
            {done.suppressed > 0 && ` ${done.suppressed} left out, because they asked to be forgotten.`}
          </p>
          {done.invalidCount > 0 && (
            <details>
              <summary className="cursor-default rounded-base font-medium">
                {done.invalidCount} {done.invalidCount === 1 ? 'line holds' : 'lines hold'} no address
              </summary>
              <ul className="mt-1 flex flex-col gap-0.5">
                {done.invalid.map(({ line, value }) => (
                  <li key={line} className="wrap-anywhere">
                    Line {line}: {value || 'nothing'}
                  </li>
                ))}
              </ul>
            </details>
          )}
          <Button look="primary" onPress={onClose} className="self-start">
            Done
          </Button>
        </div>
      ) : (
        <Form
          error={bring.error}
          onSubmit={(data) => (file ? bring.mutate(data) : setWrong('Choose a file first.'))}
          actions={
            <Button type="submit" look="primary" isPending={bring.isPending}>
              Import them
            </Button>
          }
        >
          <p>
            A CSV file with a column of addresses. Nothing else in it is kept. Nobody who has unsubscribed comes back by
            it.
          </p>
          <div className="flex flex-wrap items-center gap-3">
            <FileTrigger
              acceptedFileTypes={['.csv', 'text/csv', 'text/plain']}
              onSelect={(files) => void choose(files?.[0])}
            >
              <Button>Choose a file</Button>
            </FileTrigger>
            <span className="wrap-anywhere">{file?.name ?? 'None chosen yet'}</span>
          </div>
          {wrong && (
            <p role="alert" className="text-wrong">
              {wrong}
            </p>
          )}
          <ConsentFields on={on} onChange={setOn} today={today} />
        </Form>
      )}
    </Dialog>
  );
}
