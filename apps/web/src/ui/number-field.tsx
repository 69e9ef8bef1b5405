import { Minus, Plus } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { NumberField as AriaNumberField, type NumberFieldProps as AriaProps } from 'react-aria-components/NumberField';
import { cx } from './cx.ts';
import { FieldHelp, FieldLabel, type FieldWords, fieldClasses } from './field-parts.tsx';

export interface NumberFieldProps extends Omit<AriaProps, 'className' | 'children' | 'style'>, FieldWords {
  className?: string;
}

const step = 'grid h-full w-9 place-items-center hover:bg-hover data-disabled:text-ink-soft pointer-coarse:w-11';

/** A number, typed or stepped. */
export function NumberField({ label, description, error, hideLabel, className, ...props }: NumberFieldProps) {
  const words = { label, description, error, ...(hideLabel && { hideLabel }) };
  return (
    <AriaNumberField
      {...props}
      {...(error !== undefined && { isInvalid: true })}
      className={cx(fieldClasses, className)}
    >
      <FieldLabel {...words} />
      <Group className="field flex h-9 w-fit items-center overflow-hidden pointer-coarse:h-11">
        <Button slot="decrement" className={step}>
          <Minus aria-hidden className="size-4" />
        </Button>
        <Input className="figures w-16 bg-transparent text-center outline-none" />
        <Button slot="increment" className={step}>
          <Plus aria-hidden className="size-4" />
        </Button>
      </Group>
      <FieldHelp {...words} />
    </AriaNumberField>
  );
}
