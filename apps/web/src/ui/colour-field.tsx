import { Check } from 'lucide-react';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { FieldHelp, FieldLabel, type FieldWords, fieldClasses } from './field-parts.tsx';

/** Colours on which white reads at 4.5 : 1, by names people use. */
const swatches = [
  ['#0f766e', 'Teal'],
  ['#1d5c9e', 'Blue'],
  ['#4b4fa8', 'Indigo'],
  ['#7d3f8c', 'Purple'],
  ['#a8325e', 'Raspberry'],
  ['#b03a2e', 'Brick'],
  ['#8a5a00', 'Ochre'],
  ['#3f6b2e', 'Leaf'],
  ['#4a5568', 'Slate'],
] as const;

export interface ColourFieldProps extends FieldWords {
  /** `#0f766e` */
  value: string;
  onChange: (value: string) => void;
}

/** A colour of one's own, out of some that work; one that was set elsewhere stays choosable. */
export function ColourField({ label, description, error, value, onChange }: ColourFieldProps) {
  const known = swatches.some(([colour]) => colour === value.toLowerCase());
  const choices: readonly (readonly [string, string])[] = known
    ? swatches
    : [[value.toLowerCase(), `Present colour, ${value}`], ...swatches];
  return (
    <RadioGroup value={value.toLowerCase()} onChange={onChange} orientation="horizontal" className={fieldClasses}>
      <FieldLabel label={label} />
      <div className="flex flex-wrap gap-1.5">
        {choices.map(([colour, name]) => (
          <Radio
            key={colour}
            value={colour}
            aria-label={name}
            className="group rounded-base outline-offset-2 data-focus-visible:outline-2 data-focus-visible:outline-focus"
          >
            <svg role="presentation" viewBox="0 0 32 32" className="size-8 rounded-base pointer-coarse:size-11">
              <title>{name}</title>
              <rect width="32" height="32" fill={colour} />
            </svg>
            <Check
              aria-hidden
              strokeWidth={3}
              className="invisible -mt-6 mb-1.5 ml-1.5 size-4.5 text-[white] group-data-selected:visible pointer-coarse:-mt-8 pointer-coarse:mb-3.5 pointer-coarse:ml-3.5"
            />
          </Radio>
        ))}
      </div>
      <FieldHelp label={label} description={description} error={error} />
    </RadioGroup>
  );
}
