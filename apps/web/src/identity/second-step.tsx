import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { anything, askAuth } from '../auth.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { IdentityFrame } from './frame.tsx';

/** The second step of signing in: a code of the app, or one of the backup codes. */
export function SecondStep({ onDone, onBack }: { onDone: () => Promise<void>; onBack: () => void }) {
  const [isBackup, setBackup] = useState(false);
  const verify = useMutation({
    meta: { shown: true },
    mutationFn: async (data: FormData) => {
      const code = textOf(data, 'code').replace(/\s/g, '');
      const trustDevice = data.get('trust') !== null;
      await askAuth(isBackup ? '/two-factor/verify-backup-code' : '/two-factor/verify-totp', anything, {
        code,
        trustDevice,
      });
      await onDone();
    },
  });
  return (
    <IdentityFrame title="Enter your second step">
      <Form
        key={String(isBackup)}
        error={verify.error}
        onSubmit={(data) => verify.mutate(data)}
        actions={
          <>
            <Button type="submit" look="primary" isPending={verify.isPending}>
              Sign in
            </Button>
            <Button look="quiet" onPress={onBack}>
              Go back
            </Button>
          </>
        }
      >
        {isBackup ? (
          <TextField
            label="Backup code"
            name="code"
            description="One of the codes you kept when you set up two-step sign-in. Each works once."
            autoComplete="off"
            isRequired
            autoFocus
          />
        ) : (
          <TextField
            label="Code"
            name="code"
            description="The six digits your authenticator app shows for Mobilise."
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            isRequired
            autoFocus
          />
        )}
        <Checkbox name="trust" value="yes">
          Do not ask again on this device for 30 days
        </Checkbox>
      </Form>
      <button
        type="button"
        className="text-link self-start"
        onClick={() => {
          verify.reset();
          setBackup(!isBackup);
        }}
      >
        {isBackup ? 'Use the authenticator app instead' : 'I do not have my device: use a backup code'}
      </button>
    </IdentityFrame>
  );
}
