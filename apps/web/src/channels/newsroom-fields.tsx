import { slug as slugRule } from '@mobilise/contracts/fields';
import { ColourField } from '../ui/colour-field.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';

/** A newsroom site’s address, with the whole of it shown while it is typed. */
export function AddressField({
  name,
  base,
  value,
  onChange,
  note,
}: {
  name: string;
  /** What stands before it, ending in a slash. */
  base: string;
  value: string;
  onChange: (value: string) => void;
  note?: string;
}) {
  return (
    <TextField
      label="Address"
      name={name}
      value={value}
      onChange={(typed) => onChange(typed.toLowerCase().replace(/\s+/g, '-'))}
      validate={(typed) => (typed && slugRule.safeParse(typed).error?.issues[0]?.message) || null}
      isRequired
      maxLength={80}
      autoComplete="off"
      spellCheck="false"
      description={
        <>
          <span className="wrap-anywhere">
            People find it at <span className="font-medium text-ink">{base + (value || '…')}</span>
          </span>
          {note && <span className="block wrap-anywhere">{note}</span>}
        </>
      }
    />
  );
}

/** What a newsroom site says of itself, and its colour. */
export function AppearanceFields({
  prefix = '',
  description,
  colour,
  onColour,
}: {
  /** Before the fields’ names, as the contract nests them. */
  prefix?: string;
  description: string;
  colour: string;
  onColour: (colour: string) => void;
}) {
  return (
    <>
      <TextArea
        label="Description"
        name={`${prefix}description`}
        defaultValue={description}
        maxLength={300}
        rows={2}
        description="A sentence or two at the head of the site and in its feeds."
      />
      <ColourField label="Colour" value={colour} onChange={onColour} />
    </>
  );
}
