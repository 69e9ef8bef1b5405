import type { ReactNode } from 'react';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { type TextFieldProps as AriaProps, TextField as AriaTextField } from 'react-aria-components/TextField';
import { cx } from './cx.ts';
import { FieldHelp, FieldLabel, type FieldWords, fieldClasses } from './field-parts.tsx';

export interface TextFieldProps extends Omit<AriaProps, 'className' | 'children' | 'style'>, FieldWords {
  placeholder?: string;
  /** Something inside the field, before or after what is written. */
  before?: ReactNode;
  after?: ReactNode;
  className?: string;
}

/** One line of text. */
export function TextField({
  label,
  description,
  error,
  hideLabel,
  placeholder,
  before,
  after,
  className,
  ...props
}: TextFieldProps) {
  const words = { label, description, error, ...(hideLabel && { hideLabel }) };
  return (
    <AriaTextField {...props} {...(error !== undefined && { isInvalid: true })} className={cx(fieldClasses, className)}>
      <FieldLabel {...words} />
      {before || after ? (
        <Group className="field flex h-9 items-center gap-2 px-2.5 pointer-coarse:h-11">
          {before}
          <Input placeholder={placeholder ?? ''} className="min-w-0 grow bg-transparent outline-none" />
          {after}
        </Group>
      ) : (
        <Input placeholder={placeholder ?? ''} className="field h-9 w-full px-2.5 pointer-coarse:h-11" />
      )}
      <FieldHelp {...words} />
    </AriaTextField>
  );
}
