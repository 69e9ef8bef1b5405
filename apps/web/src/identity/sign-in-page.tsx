import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { askAuth } from '../auth.ts';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useEnter } from './enter.ts';
import { IdentityFrame } from './frame.tsx';
import { SecondStep } from './second-step.tsx';

const signedIn = z.object({ twoFactorRedirect: z.boolean().default(false) });

/** E-mail and password, then the second step for those who have one. */
export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const enter = useEnter();
  const [isHalfway, setHalfway] = useState(false);
  const signIn = useMutation({
    meta: { shown: true },
    mutationFn: async (data: FormData) => {
      const { twoFactorRedirect } = await askAuth('/sign-in/email', signedIn, {
        email: textOf(data, 'email').trim(),
        password: textOf(data, 'password'),
      });
      if (twoFactorRedirect) setHalfway(true);
      else await enter({ address: next });
    },
  });
  if (isHalfway) return <SecondStep onDone={() => enter({ address: next })} onBack={() => setHalfway(false)} />;
  return (
    <IdentityFrame title="Sign in">
      <Form
        error={signIn.error}
        onSubmit={(data) => signIn.mutate(data)}
        actions={
          <Button type="submit" look="primary" isPending={signIn.isPending}>
            Sign in
          </Button>
        }
      >
        <TextField label="E-mail address" name="email" type="email" autoComplete="username" isRequired autoFocus />
        <PasswordField label="Password" name="password" isRequired />
      </Form>
      <p className="text-ink-soft">No account, or the password is lost? Ask an owner of your team for an invitation.</p>
    </IdentityFrame>
  );
}
