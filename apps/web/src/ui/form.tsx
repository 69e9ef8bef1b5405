import type { FormEvent, ReactNode } from 'react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Form as AriaForm } from 'react-aria-components/Form';
import { flushSync } from 'react-dom';
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

/**
 * A form: fields carry `name`s as in the contract's body (`workspace.name` for a nested one). A field that a server error
 * stands at counts as invalid, and a browser submits no form with an invalid field: so the error goes as soon as somebody
 * types or tries again.
 */
export function Form({ error, onSubmit, children, actions, className }: FormProps) {
  const [named, setNamed] = useState<string[]>([]);
  const [dismissed, setDismissed] = useState<unknown>(null);
  const shown = error === dismissed ? null : error;
  // The same object while the error is the same: React Aria forgets what was mended when it gets another one.
  const validationErrors = useMemo(() => fieldErrors(shown), [shown]);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const element = form.current;
    if (!element || !shown) return;
    const onInput = ({ target }: Event) => {
      if (target instanceof Node && element.contains(target)) setDismissed(error);
    };
    const onPress = ({ target }: MouseEvent) => {
      // At once, because the browser looks at the fields right after the press.
      if (target instanceof Element && target.closest('[type=submit]')) flushSync(() => setDismissed(error));
    };
    // On the document, after React has heard of it: drawn before that, the field would lose what was just typed.
    document.addEventListener('input', onInput);
    element.addEventListener('click', onPress, true);
    return () => {
      document.removeEventListener('input', onInput);
      element.removeEventListener('click', onPress, true);
    };
  }, [error, shown]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setNamed([...event.currentTarget.elements].map((element) => element.getAttribute('name') ?? ''));
    onSubmit(new FormData(event.currentTarget));
  };
  return (
    <AriaForm
      ref={form}
      onSubmit={submit}
      validationErrors={validationErrors}
      className={cx('flex flex-col gap-4', className)}
    >
      {children}
      <FormProblem error={shown} named={named} />
      <div className="flex flex-wrap items-center gap-2">{actions}</div>
    </AriaForm>
  );
}

/** A field of a submitted form as text. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}
