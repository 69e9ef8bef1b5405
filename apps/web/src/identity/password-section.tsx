import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { anything, askAuth } from '../auth.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Section } from '../ui/page-frame.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { showNotice } from '../ui/toast.tsx';

export function PasswordSection({ email }: { email: string }) {
  const client = useQueryClient();
  // A new key empties the fields once the password is changed.
  const [turn, setTurn] = useState(0);
  const change = useMutation({
    meta: { shown: true },
    mutationFn: (data: FormData) =>
      askAuth('/change-password', anything, {
        currentPassword: textOf(data, 'current'),
        newPassword: textOf(data, 'new'),
        revokeOtherSessions: data.get('others') !== null,
      }),
    onSuccess: async () => {
      setTurn(turn + 1);
      showNotice({ text: 'Your password is changed.' });
      await client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  return (
    <Section title="Password">
      <Form
        key={turn}
        error={change.error}
        onSubmit={(data) => change.mutate(data)}
        className="max-w-md"
        actions={
          <Button type="submit" isPending={change.isPending}>
            Change the password
          </Button>
        }
      >
        {/* Tells password managers whose password changes. */}
        <input type="email" name="username" autoComplete="username" defaultValue={email} hidden readOnly />
        <PasswordField label="Present password" name="current" isRequired />
        <PasswordField label="New password" name="new" isNew isRequired />
        <Checkbox name="others" value="yes" defaultSelected>
          Sign out everywhere else
        </Checkbox>
      </Form>
    </Section>
  );
}
