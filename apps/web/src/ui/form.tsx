import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { Form as AriaForm } from 'react-aria-components/Form';
import { cx } from './cx.ts';
import { FormProblem, fieldErrors } from './form-problem.tsx';

export interface FormProps {
  /** The error of the last try: what names a field appears beside it, the rest above the buttons. */
  error?: unknown;
  onSubmit: (data: FormData) => void;
  children: ReactNode;
  /** The buttons. */
  actions: ReactNode;
  className?: string;
}

/** A form: fields carry `name`s as in the contract's body (`workspace.name` for a nested one). */
export function Form({ error, onSubmit, children, actions, className }: FormProps) {
  const [named, setNamed] = useState<string[]>([]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setNamed([...event.currentTarget.elements].map((element) => element.getAttribute('name') ?? ''));
    onSubmit(new FormData(event.currentTarget));
  };
  return (
    <AriaForm onSubmit={submit} validationErrors={fieldErrors(error)} className={cx('flex flex-col gap-4', className)}>
      {children}
      <FormProblem error={error} named={named} />
      <div className="flex flex-wrap items-center gap-2">{actions}</div>
    </AriaForm>
  );
}

/** A field of a submitted form as text. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}
