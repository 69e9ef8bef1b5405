import type { Role } from '@mobilise/contracts/roles';
import { changeRole, type member, removeMember } from '@mobilise/contracts/team';
import { sayInstant } from '@mobilise/contracts/time';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '../call.ts';
import { membersQuery } from '../queries.ts';
import { useCan, usePerson, useWorkspace } from '../session.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { showNotice } from '../ui/toast.tsx';
import { RoleSelect, roleName } from './role-select.tsx';

type Member = z.infer<typeof member>;

/** The people of the workspace; an owner changes roles and removes. */
export function Members() {
  const { id, name: place, zone } = useWorkspace();
  const me = usePerson();
  const mayManage = useCan('members.manage');
  const client = useQueryClient();
  const navigate = useNavigate();
  const members = useQuery(membersQuery(id));
  const [leaving, setLeaving] = useState<Member | null>(null);
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['members', id] }),
      client.invalidateQueries({ queryKey: ['me'] }),
    ]);
  const change = useMutation({
    mutationFn: ({ user, role }: { user: string; role: Role }) =>
      call(changeRole, { params: { workspace: id, user }, body: { role } }),
    onSuccess: async ({ name, role }) => {
      showNotice({ text: `${name} is ${roleName(role).toLowerCase()} now.` });
      await refresh();
    },
  });
  const remove = useMutation({
    meta: { shown: true },
    mutationFn: ({ userId }: Member) => call(removeMember, { params: { workspace: id, user: userId } }),
    onSuccess: async (_answer, { userId, name }) => {
      setLeaving(null);
      showNotice({ text: userId === me.id ? `You have left ${place}.` : `${name} is removed.` });
      await refresh();
      if (userId === me.id) await navigate({ to: '/' });
    },
  });
  if (members.error) return <ErrorState error={members.error} onRetry={() => void members.refetch()} />;
  if (!members.data) return <SkeletonRows rows={4} />;
  const columns: Column<Member>[] = [
    {
      title: 'Name',
      cell: ({ name, userId, email }) => (
        <span className="flex min-w-0 items-center gap-3">
          <Avatar name={name} />
          <span className="flex min-w-0 flex-col">
            <span className="flex items-center gap-2 font-medium">
              {name}
              {userId === me.id && <Badge>You</Badge>}
            </span>
            <span className="text-small break-all text-ink-soft">{email}</span>
          </span>
        </span>
      ),
    },
    {
      title: 'Role',
      cell: ({ userId, name, role }) =>
        mayManage ? (
          <RoleSelect
            label={`Role of ${name}`}
            hideLabel
            size="small"
            value={change.isPending && change.variables.user === userId ? change.variables.role : role}
            onChange={(next) => next !== role && change.mutate({ user: userId, role: next })}
            className="w-32"
          />
        ) : (
          roleName(role)
        ),
    },
    { title: 'Here since', cell: ({ joinedAt }) => sayInstant(joinedAt, zone).split(',')[0], className: 'figures' },
  ];
  if (mayManage) {
    columns.push({
      title: 'Remove',
      hideTitle: true,
      align: 'right',
      cell: (person) => (
        <Button
          size="small"
          look="quiet"
          aria-label={person.userId === me.id ? 'Leave this workspace' : `Remove ${person.name}`}
          onPress={() => setLeaving(person)}
        >
          {person.userId === me.id ? 'Leave' : 'Remove'}
        </Button>
      ),
    });
  }
  return (
    <>
      <Table caption={`People of ${place}`} rows={members.data} rowKey={({ userId }) => userId} columns={columns} />
      {leaving && (
        <Confirm
          title={leaving.userId === me.id ? `Leave ${place}?` : `Remove ${leaving.name} from ${place}?`}
          isOpen
          onClose={() => {
            setLeaving(null);
            remove.reset();
          }}
          action={leaving.userId === me.id ? 'Leave' : `Remove ${leaving.name}`}
          onConfirm={() => remove.mutate(leaving)}
          isPending={remove.isPending}
          error={remove.error}
        >
          {leaving.userId === me.id ? 'You lose access at once.' : 'They lose access at once.'} What was written stays,
          with its author’s name.
        </Confirm>
      )}
    </>
  );
}
