import { ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { cx } from './cx.ts';
import { FieldHelp, FieldLabel, type FieldWords, fieldClasses } from './field-parts.tsx';
import { choiceClasses, floatClasses } from './list-classes.ts';

export interface ComboboxProps<T extends string> extends FieldWords {
  choices: readonly { id: T; label: string }[];
  value: T | null;
  onChange: (value: T) => void;
  name?: string;
  placeholder?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  className?: string;
}

/** One of many choices, found by typing. */
export function Combobox<T extends string>({
  choices,
  value,
  onChange,
  placeholder,
  className,
  label,
  description,
  error,
  hideLabel,
  ...props
}: ComboboxProps<T>) {
  const words = { label, description, error, ...(hideLabel && { hideLabel }) };
  return (
    <AriaComboBox
      {...props}
      {...(error !== undefined && { isInvalid: true })}
      defaultItems={choices}
      value={value}
      onChange={(key) => key !== null && onChange(key as T)}
      className={cx(fieldClasses, className)}
    >
      <FieldLabel {...words} />
      <Group className="field flex h-9 items-center pl-2.5 pointer-coarse:h-11">
        <Input placeholder={placeholder ?? ''} className="min-w-0 grow bg-transparent outline-none" />
        <Button className="grid h-full w-8 place-items-center pointer-coarse:w-11">
          <ChevronDown aria-hidden className="size-4 text-ink-soft" />
        </Button>
      </Group>
      <FieldHelp {...words} />
      <Popover className={cx(floatClasses, 'max-h-72 min-w-(--trigger-width) overflow-auto')}>
        <ListBox<{ id: T; label: string }>
          className="p-1 outline-none"
          renderEmptyState={() => <p className="px-2 py-1 text-ink-soft">Nothing by that name.</p>}
        >
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={choiceClasses}>
              {choice.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
