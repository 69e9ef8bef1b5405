import { type Correction, type CorrectionSummary, longestStatement } from '@mobilise/contracts/corrections';
import type { Item } from '@mobilise/contracts/items';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { useStatement } from './correction-queries.ts';

interface StatementFormProps {
  item: Pick<Item, 'id'>;
  /** The correction whose sentence is changed; null begins one. */
  known: CorrectionSummary | null;
  onSaved: (correction: Correction) => void;
  onClose?: () => void;
}

/** The public sentence of what was wrong. */
export function StatementForm({ item, known, onSaved, onClose }: StatementFormProps) {
  const [statement, setStatement] = useState(known?.statement ?? '');
  const save = useStatement(item.id, known);
  const left = longestStatement - statement.length;
  return (
    <Form
      error={save.error}
      onSubmit={() => save.mutate(statement, { onSuccess: onSaved })}
      actions={
        <>
          <Button type="submit" look="primary" isPending={save.isPending} isDisabled={statement.trim() === ''}>
            {known ? 'Save the sentence' : 'Go on to the channels'}
          </Button>
          {onClose && <Button onPress={onClose}>{known ? 'Keep it as it is' : 'Cancel'}</Button>}
        </>
      }
    >
      <TextArea
        label="What was wrong"
        name="statement"
        description={`A sentence for the public, in the words of a reader: “An earlier version said that the clinic is on Saturday. It is on Sunday.” ${left} characters left.`}
        value={statement}
        onChange={setStatement}
        maxLength={longestStatement}
        rows={3}
      />
      {!known && (
        <p className="text-ink-soft">Nothing is changed anywhere before you confirm it, channel by channel.</p>
      )}
    </Form>
  );
}
