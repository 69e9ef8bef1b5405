import { type apiKey, listApiKeys, revokeApiKey } from '@mobilise/contracts/team';
import { sayInstant } from '@mobilise/contracts/time';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { showNotice } from '../ui/toast.tsx';
import { KeyDialog } from './key-dialog.tsx';
import { roleName } from './role-select.tsx';
import { TeamHeader } from './team-header.tsx';

type ApiKey = z.infer<typeof apiKey>;

const keysQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['api-keys', workspaceId],
    queryFn: async ({ signal }) => (await call(listApiKeys, { params: { workspace: workspaceId }, signal })).data,
  });

/** Keys with which programs do what the screens do. */
export function KeysPage() {
  const mayManage = useCan('keys.manage');
  const { id } = useWorkspace();
  const hasKeys = (useQuery({ ...keysQuery(id), enabled: mayManage }).data?.length ?? 0) > 0;
  const [isCreating, setCreating] = useState(false);
  const create = (
    <Button look="primary" icon={KeyRound} onPress={() => setCreating(true)}>
      Create a key
    </Button>
  );
  return (
    <Page width="page">
      <TeamHeader part="API keys" actions={hasKeys && create} />
      {mayManage ? (
        <Keys create={create} />
      ) : (
        <NoPermission
          action="keys.manage"
          what="API keys let programs work in this workspace. Your role does not show them."
        />
      )}
      {isCreating && <KeyDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

function Keys({ create }: { create: ReactNode }) {
  const { id, zone } = useWorkspace();
  const client = useQueryClient();
  const [ending, setEnding] = useState<ApiKey | null>(null);
  const keys = useQuery(keysQuery(id));
  const revoke = useMutation({
    meta: { shown: true },
    mutationFn: (key: string) => call(revokeApiKey, { params: { workspace: id, key } }),
    onSuccess: async () => {
      setEnding(null);
      showNotice({ text: 'The key is revoked.' });
      await client.invalidateQueries({ queryKey: ['api-keys', id] });
    },
  });
  if (keys.error) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />;
  if (!keys.data) return <SkeletonRows rows={3} />;
  if (keys.data.length === 0) {
    return (
      <EmptyState drawing="key" action={create}>
        A key lets a program of yours do what you do here: fetch the calendar, upload artwork, schedule a post.
      </EmptyState>
    );
  }
  return (
    <div>
      <p className="mb-3 text-ink-soft">
        A program sends its key as <code className="font-mono text-small">Authorization: Bearer …</code>. What it can
        call is described in{' '}
        <a href="/api/openapi.json" className="text-link">
          the API’s OpenAPI document
        </a>
        .
      </p>
      <Table
        caption="API keys"
        rows={keys.data}
        rowKey={(row) => row.id}
        columns={[
          {
            title: 'Name',
            cell: ({ name, prefix, revokedAt }) => (
              <span className="flex flex-col">
                <span className="flex items-center gap-2 font-medium">
                  {name}
                  {revokedAt && <Badge>Revoked</Badge>}
                </span>
                <code className="font-mono text-small text-ink-soft">{prefix}…</code>
              </span>
            ),
          },
          { title: 'Role', cell: ({ role }) => roleName(role) },
          {
            title: 'Created',
            cell: ({ createdAt, createdBy }) => `${sayInstant(createdAt, zone)} by ${createdBy}`,
            className: 'figures',
          },
          {
            title: 'Last used',
            cell: ({ lastUsedAt }) => (lastUsedAt ? sayInstant(lastUsedAt, zone) : 'Never'),
            className: 'figures',
          },
          {
            title: 'Revoke',
            hideTitle: true,
            align: 'right',
            cell: (key) =>
              !key.revokedAt && (
                <Button size="small" look="quiet" aria-label={`Revoke ${key.name}`} onPress={() => setEnding(key)}>
                  Revoke
                </Button>
              ),
          },
        ]}
      />
      {ending && (
        <Confirm
          title={`Revoke ${ending.name}?`}
          isOpen
          onClose={() => {
            setEnding(null);
            revoke.reset();
          }}
          action="Revoke the key"
          onConfirm={() => revoke.mutate(ending.id)}
          isPending={revoke.isPending}
          error={revoke.error}
        >
          Whatever uses it stops working at once. It cannot be brought back; create another.
        </Confirm>
      )}
    </div>
  );
}
