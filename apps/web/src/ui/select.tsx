import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { cx } from './cx.ts';
import { FieldHelp, FieldLabel, type FieldWords, fieldClasses } from './field-parts.tsx';
import { choiceClasses, floatClasses } from './list-classes.ts';

export interface Choice<T extends string> {
  id: T;
  label: string;
  description?: string;
  icon?: ReactNode;
}

export interface SelectProps<T extends string> extends FieldWords {
  choices: readonly Choice<T>[];
  value: T | null;
  onChange: (value: T) => void;
  name?: string;
  placeholder?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  size?: 'normal' | 'small';
  className?: string;
}

/** One of a few choices. */
export function Select<T extends string>({
  choices,
  value,
  onChange,
  placeholder,
  size = 'normal',
  className,
  label,
  description,
  error,
  hideLabel,
  ...props
}: SelectProps<T>) {
  const words = { label, description, error, ...(hideLabel && { hideLabel }) };
  return (
    <AriaSelect
      {...props}
      {...(error !== undefined && { isInvalid: true })}
      value={value}
      onChange={(key) => onChange(key as T)}
      placeholder={placeholder ?? 'Choose'}
      className={cx(fieldClasses, className)}
    >
      <FieldLabel {...words} />
      <Button
        className={cx(
          'field flex w-full items-center gap-2 px-2.5 text-left pointer-coarse:h-11',
          size === 'small' ? 'h-7 text-small' : 'h-9',
        )}
      >
        <SelectValue className="flex grow items-center gap-2 truncate data-placeholder:text-ink-soft [&_[data-description]]:hidden [&_svg:last-child]:hidden" />
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-soft" />
      </Button>
      <FieldHelp {...words} />
      <Popover className={cx(floatClasses, 'min-w-(--trigger-width) max-w-sm overflow-auto')}>
        <ListBox items={choices} className="p-1 outline-none">
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={cx(choiceClasses, 'group')}>
              {choice.icon}
              <span className="flex grow flex-col">
                <span>{choice.label}</span>
                {choice.description && (
                  <span data-description className="text-small text-ink-soft">
                    <span className="sr-only">, </span>
                    {choice.description}
                  </span>
                )}
              </span>
              <Check aria-hidden className="invisible size-4 shrink-0 text-accent group-data-selected:visible" />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
