import type { Role } from '@mobilise/contracts/roles';
import { createApiKey } from '@mobilise/contracts/team';
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

/** Creates a key and shows its secret, once. */
export function KeyDialog({ onClose }: { onClose: () => void }) {
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [role, setRole] = useState<Role>('viewer');
  const create = useMutation({
    meta: { shown: true },
    mutationFn: (name: string) => call(createApiKey, { params: { workspace: id }, body: { name, role } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api-keys', id] }),
  });
  const made = create.data;
  return (
    <Dialog title={made ? 'Keep this key' : 'Create an API key'} isOpen onClose={onClose}>
      {made ? (
        <div className="flex flex-col gap-4">
          <p>Whoever has it works here as {made.role}. It is not shown again; give it to your program now.</p>
          <CopyField label={made.name} value={made.secret} />
          <Button look="primary" onPress={onClose} className="self-start">
            Done
          </Button>
        </div>
      ) : (
        <Form
          error={create.error}
          onSubmit={(data) => create.mutate(textOf(data, 'name'))}
          actions={
            <Button type="submit" look="primary" isPending={create.isPending}>
              Create the key
            </Button>
          }
        >
          <TextField
            label="Name"
            name="name"
            description="What will use it, so that you know it again."
            placeholder="Website import"
            isRequired
            maxLength={80}
            autoFocus
          />
          <RoleSelect value={role} onChange={setRole} />
        </Form>
      )}
    </Dialog>
  );
}
