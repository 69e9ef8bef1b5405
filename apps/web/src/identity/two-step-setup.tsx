import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { encode } from 'uqr';
import { z } from 'zod';
import { anything, askAuth } from '../auth.ts';
import { Button } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { TextField } from '../ui/text-field.tsx';
import { BackupCodes } from './backup-codes.tsx';

const begun = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });

/** Password, then the QR code and a first code, then the backup codes. */
export function TwoStepSetup({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [isOn, setOn] = useState(false);
  const begin = useMutation({
    meta: { shown: true },
    mutationFn: (password: string) => askAuth('/two-factor/enable', begun, { password }),
  });
  const verify = useMutation({
    meta: { shown: true },
    mutationFn: (code: string) => askAuth('/two-factor/verify-totp', anything, { code }),
    onSuccess: () => setOn(true),
  });
  const finish = () => {
    onClose();
    if (isOn) void client.invalidateQueries({ queryKey: ['me'] });
  };
  return (
    <Dialog title={isOn ? 'Keep your backup codes' : 'Set up two-step sign-in'} isOpen onClose={finish}>
      {isOn && begin.data ? (
        <BackupCodes codes={begin.data.backupCodes} onDone={finish} />
      ) : begin.data ? (
        <Form
          key="verify"
          error={verify.error}
          onSubmit={(data) => verify.mutate(textOf(data, 'code').replace(/\s/g, ''))}
          actions={
            <Button type="submit" look="primary" isPending={verify.isPending}>
              Turn on two-step sign-in
            </Button>
          }
        >
          <p>Scan this with an authenticator app, or type the key into it. Any such app works.</p>
          <QrCode text={begin.data.totpURI} />
          <CopyField
            label="Key, if you cannot scan"
            value={new URL(begin.data.totpURI).searchParams.get('secret') ?? ''}
          />
          <TextField
            label="Code"
            name="code"
            description="The six digits the app shows now."
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            isRequired
            autoFocus
          />
        </Form>
      ) : (
        <Form
          key="begin"
          error={begin.error}
          onSubmit={(data) => begin.mutate(textOf(data, 'password'))}
          actions={
            <Button type="submit" look="primary" isPending={begin.isPending}>
              Go on
            </Button>
          }
        >
          <PasswordField
            label="Your password"
            name="password"
            description="To be sure it is you."
            isRequired
            autoFocus
          />
        </Form>
      )}
    </Dialog>
  );
}

/** Always dark on light with its quiet edge of four modules: many readers need both. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : []))).join('');
  return (
    <svg
      role="img"
      aria-label="QR code with the key; the same key stands below as text"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-48 self-start rounded-base border border-line"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
