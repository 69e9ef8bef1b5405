import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { anything, askAuth } from '../auth.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { BackupCodes } from './backup-codes.tsx';

const made = z.object({ backupCodes: z.array(z.string()) });

/** Turns two-step sign-in off, or makes new backup codes; either asks for the password. */
export function TwoStepChange({ what, onClose }: { what: 'turn off' | 'new codes'; onClose: () => void }) {
  const client = useQueryClient();
  const turnOff = useMutation({
    meta: { shown: true },
    mutationFn: (password: string) => askAuth('/two-factor/disable', anything, { password }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['me'] });
      showNotice({ text: 'Two-step sign-in is off.' });
      onClose();
    },
  });
  const makeCodes = useMutation({
    meta: { shown: true },
    mutationFn: (password: string) => askAuth('/two-factor/generate-backup-codes', made, { password }),
  });
  const isOff = what === 'turn off';
  const change = isOff ? turnOff : makeCodes;
  return (
    <Dialog
      title={isOff ? 'Turn off two-step sign-in' : 'Make new backup codes'}
      isOpen
      onClose={onClose}
      size="narrow"
    >
      {makeCodes.data ? (
        <BackupCodes codes={makeCodes.data.backupCodes} onDone={onClose} />
      ) : (
        <Form
          error={change.error}
          onSubmit={(data) => change.mutate(textOf(data, 'password'))}
          actions={
            <Button type="submit" look={isOff ? 'danger' : 'primary'} isPending={change.isPending}>
              {isOff ? 'Turn it off' : 'Make new codes'}
            </Button>
          }
        >
          <p>
            {isOff ? 'Your password alone will then open your account.' : 'The codes you have now will stop working.'}
          </p>
          <PasswordField label="Your password" name="password" isRequired autoFocus />
        </Form>
      )}
    </Dialog>
  );
}
