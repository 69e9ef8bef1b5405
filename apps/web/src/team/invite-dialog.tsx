import type { Role } from '@mobilise/contracts/roles';
import { invite } from '@mobilise/contracts/team';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { RoleSelect } from './role-select.tsx';

/** Makes an invitation and shows its link, once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { id, name } = useWorkspace();
  const client = useQueryClient();
  const [role, setRole] = useState<Role>('editor');
  const create = useMutation({
    meta: { shown: true },
    mutationFn: (email: string) => call(invite, { params: { workspace: id }, body: { email, role } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['members', id] }),
  });
  const made = create.data;
  return (
    <Dialog title={made ? 'Send them this link' : `Invite a person to ${name}`} isOpen onClose={onClose}>
      {made ? (
        <div className="flex flex-col gap-4">
          <p>
            It lets {made.email} join as {made.role}, works once and for seven days. It is not shown again; should it
            get lost, invite them again and the old link stops working.
          </p>
          <CopyField label={`Link for ${made.email}`} value={made.link} />
          <Button look="primary" onPress={onClose} className="self-start">
            Done
          </Button>
        </div>
      ) : (
        <Form
          error={create.error}
          onSubmit={(data) => create.mutate(textOf(data, 'email').trim())}
          actions={
            <Button type="submit" look="primary" isPending={create.isPending}>
              Make the link
            </Button>
          }
        >
          <TextField label="E-mail address" name="email" type="email" autoComplete="off" isRequired autoFocus />
          <RoleSelect value={role} onChange={setRole} />
        </Form>
      )}
    </Dialog>
  );
}
