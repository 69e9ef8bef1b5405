import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components/RadioGroup';
import { cx } from './cx.ts';
import { FieldHelp, FieldLabel, type FieldWords, fieldClasses } from './field-parts.tsx';
import type { Choice } from './select.tsx';

export interface RadioGroupProps<T extends string> extends FieldWords {
  choices: readonly Choice<T>[];
  value: T | null;
  onChange: (value: T) => void;
  name?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  className?: string;
}

/** One of a few choices, all of them seen. */
export function RadioGroup<T extends string>({
  choices,
  value,
  onChange,
  className,
  label,
  description,
  error,
  hideLabel,
  ...props
}: RadioGroupProps<T>) {
  const words = { label, description, error, ...(hideLabel && { hideLabel }) };
  return (
    <AriaRadioGroup
      {...props}
      {...(error !== undefined && { isInvalid: true })}
      value={value}
      onChange={(next) => onChange(next as T)}
      className={cx(fieldClasses, className)}
    >
      <FieldLabel {...words} />
      <div className="flex flex-col">
        {choices.map((choice) => (
          <Radio
            key={choice.id}
            value={choice.id}
            className="group flex items-start gap-2.5 py-1.5 data-disabled:text-ink-soft pointer-coarse:min-h-11"
          >
            <span className="mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-full border border-line-strong bg-sheet outline-offset-2 group-data-focus-visible:outline-2 group-data-focus-visible:outline-focus group-data-selected:border-[5px] group-data-selected:border-accent" />
            {choice.icon}
            <span className="flex flex-col">
              <span>{choice.label}</span>
              {choice.description && <span className="text-small text-ink-soft">{choice.description}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <FieldHelp {...words} />
    </AriaRadioGroup>
  );
}
