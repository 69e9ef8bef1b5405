import { listInvitations, withdrawInvitation } from '@mobilise/contracts/team';
import { sayInstant } from '@mobilise/contracts/time';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Section } from '../ui/page-frame.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { showNotice } from '../ui/toast.tsx';
import { roleName } from './role-select.tsx';

/** Invitations nobody has accepted yet. */
export function Invitations() {
  const { id, zone } = useWorkspace();
  const client = useQueryClient();
  const invitations = useQuery({
    queryKey: ['members', id, 'invitations'],
    queryFn: async ({ signal }) => (await call(listInvitations, { params: { workspace: id }, signal })).data,
  });
  const withdraw = useMutation({
    mutationFn: (invitation: string) => call(withdrawInvitation, { params: { workspace: id, invitation } }),
    onSuccess: async () => {
      showNotice({ text: 'The invitation is withdrawn; its link no longer works.' });
      await client.invalidateQueries({ queryKey: ['members', id, 'invitations'] });
    },
  });
  return (
    <Section title="Invited">
      {invitations.error ? (
        <ErrorState error={invitations.error} onRetry={() => void invitations.refetch()} />
      ) : !invitations.data ? (
        <SkeletonRows rows={1} />
      ) : invitations.data.length === 0 ? (
        <p className="text-ink-soft">Nobody is on the way.</p>
      ) : (
        <Table
          caption="Open invitations"
          rows={invitations.data}
          rowKey={(row) => row.id}
          columns={[
            { title: 'E-mail address', cell: ({ email }) => <span className="break-all">{email}</span> },
            { title: 'Role', cell: ({ role }) => roleName(role) },
            { title: 'Invited by', cell: ({ invitedBy }) => invitedBy },
            { title: 'Link works until', cell: ({ expiresAt }) => sayInstant(expiresAt, zone), className: 'figures' },
            {
              title: 'Withdraw',
              hideTitle: true,
              align: 'right',
              cell: (row) => (
                <Button
                  size="small"
                  look="quiet"
                  aria-label={`Withdraw the invitation of ${row.email}`}
                  onPress={() => withdraw.mutate(row.id)}
                  isPending={withdraw.isPending && withdraw.variables === row.id}
                >
                  Withdraw
                </Button>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
