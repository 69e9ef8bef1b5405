import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { type TextFieldProps as AriaProps, TextField as AriaTextField } from 'react-aria-components/TextField';
import { cx } from './cx.ts';
import { FieldHelp, FieldLabel, type FieldWords, fieldClasses } from './field-parts.tsx';

export interface TextAreaProps extends Omit<AriaProps, 'className' | 'children' | 'style' | 'type'>, FieldWords {
  placeholder?: string;
  /** Lines shown at first; it grows with what is written. */
  rows?: number;
  className?: string;
}

/** Several lines of text. */
export function TextArea({
  label,
  description,
  error,
  hideLabel,
  placeholder,
  rows = 3,
  className,
  ...props
}: TextAreaProps) {
  const words = { label, description, error, ...(hideLabel && { hideLabel }) };
  return (
    <AriaTextField {...props} {...(error !== undefined && { isInvalid: true })} className={cx(fieldClasses, className)}>
      <FieldLabel {...words} />
      <AriaTextArea
        rows={rows}
        // Where a field grows with its words, `rows` alone no longer says how small it may be: lines, padding and edges.
        style={{ minBlockSize: `calc(${rows * 1.375 + 0.75}rem + 2px)` }}
        placeholder={placeholder ?? ''}
        // A long address in the text must not decide how narrow the field may be.
        className="field field-sizing-content max-h-[60vh] w-full resize-y wrap-anywhere px-2.5 py-1.5"
      />
      <FieldHelp {...words} />
    </AriaTextField>
  );
}
