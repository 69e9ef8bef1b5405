import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { TextField, type TextFieldProps } from './text-field.tsx';

export interface PasswordFieldProps extends Omit<TextFieldProps, 'type' | 'after'> {
  /** Says while typing whether a new password is long enough. */
  isNew?: boolean;
  /** What the eye shows, for people who hear its name. */
  what?: string;
}

const shortest = 12;

/** A password, or another secret (`what`), which can be looked at. A new one needs length and nothing else (NIST SP 800-63B). */
export function PasswordField({ isNew = false, what = 'the password', description, ...props }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  const [length, setLength] = useState(0);
  const missing = shortest - length;
  const hint =
    length === 0
      ? `At least ${shortest} characters. Three or four words that only you would put together are good.`
      : missing > 0
        ? `${missing} more ${missing === 1 ? 'character' : 'characters'} to go.`
        : 'Long enough.';
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      {...(isNew && {
        minLength: shortest,
        maxLength: 128,
        onInput: (event) => setLength([...(event.target as HTMLInputElement).value].length),
      })}
      description={isNew ? <span aria-live="polite">{hint}</span> : description}
      after={
        <Button
          aria-label={`${isShown ? 'Hide' : 'Show'} ${what}`}
          onPress={() => setShown(!isShown)}
          className="-mr-1.5 grid size-7 shrink-0 place-items-center rounded-base text-ink-soft hover:text-ink pointer-coarse:size-11"
        >
          {isShown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
        </Button>
      }
    />
  );
}
