import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';

/** What every field may carry: a label always, help below it, and how it is wrong. */
export interface FieldWords {
  label: string;
  /** One sentence of help. */
  description?: ReactNode;
  /** What is wrong with it; errors of the server come from `Form` by the field's `name`. */
  error?: string | undefined;
  /** The label is read but not seen, where the place already says it. */
  hideLabel?: boolean;
}

export const fieldClasses = 'flex flex-col gap-1';

export function FieldLabel({ label, hideLabel }: FieldWords) {
  return <Label className={hideLabel ? 'sr-only' : 'text-body font-medium'}>{label}</Label>;
}

export function FieldHelp({ description, error }: FieldWords) {
  return (
    <>
      {description && (
        <Text slot="description" className="text-small text-ink-soft">
          {description}
        </Text>
      )}
      <FieldError className="text-small font-medium text-wrong">{error ? () => error : undefined}</FieldError>
    </>
  );
}
