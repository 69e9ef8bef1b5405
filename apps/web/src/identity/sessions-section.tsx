import { Problem } from '@mobilise/contracts/problems';
import { sayInstant } from '@mobilise/contracts/time';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { anything, askAuth } from '../auth.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Section } from '../ui/page-frame.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { showNotice } from '../ui/toast.tsx';
import { ownZone } from '../ui/zone-field.tsx';
import { deviceName } from './device.ts';

const session = z.object({
  token: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  ipAddress: z.string().nullish(),
  userAgent: z.string().nullish(),
});
const present = z.object({ session: z.object({ token: z.string() }) });

async function listSessions(signal: AbortSignal) {
  const [all, here] = await Promise.all([
    askAuth('/list-sessions', z.array(session), undefined, signal),
    askAuth('/get-session', present, undefined, signal),
  ]);
  return all
    .map((one) => ({ ...one, isHere: one.token === here.session.token }))
    .sort((a, b) => Number(b.isHere) - Number(a.isHere) || b.updatedAt.localeCompare(a.updatedAt));
}

/** Where the person is signed in, and the way to end it elsewhere. */
export function SessionsSection() {
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => listSessions(signal) });
  const done = async (text: string) => {
    showNotice({ text });
    await client.invalidateQueries({ queryKey: ['sessions'] });
  };
  const end = useMutation({
    mutationFn: (token: string) => askAuth('/revoke-session', anything, { token }),
    onSuccess: () => done('Signed out there.'),
  });
  const endOthers = useMutation({
    mutationFn: () => askAuth('/revoke-other-sessions', anything, {}),
    onSuccess: () => done('Signed out everywhere else.'),
  });
  const zone = ownZone();
  const hasOthers = (sessions.data?.length ?? 0) > 1;
  return (
    <Section
      title="Where you are signed in"
      action={
        hasOthers && (
          <Button onPress={() => endOthers.mutate()} isPending={endOthers.isPending}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      {sessions.error instanceof Problem && sessions.error.code === 'forbidden' ? (
        <div className="flex flex-col items-start gap-3">
          <p>{sessions.error.message}</p>
          <LinkButton to="/sign-in" search={{ next: '/account' }}>
            Sign in again
          </LinkButton>
        </div>
      ) : sessions.error ? (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : !sessions.data ? (
        <SkeletonRows rows={2} />
      ) : (
        <Table
          caption="Where you are signed in"
          rows={sessions.data}
          rowKey={({ token }) => token}
          columns={[
            {
              title: 'Device',
              cell: ({ userAgent, isHere }) => (
                <span className="flex items-center gap-2">
                  {deviceName(userAgent)}
                  {isHere && <Badge tone="accent">This device</Badge>}
                </span>
              ),
            },
            { title: 'Network address', cell: ({ ipAddress }) => ipAddress || 'Not known', className: 'figures' },
            { title: 'Signed in', cell: ({ createdAt }) => sayInstant(createdAt, zone), className: 'figures' },
            { title: 'Last used', cell: ({ updatedAt }) => sayInstant(updatedAt, zone), className: 'figures' },
            {
              title: 'End it',
              hideTitle: true,
              align: 'right',
              cell: ({ token, isHere, userAgent }) =>
                !isHere && (
                  <Button
                    size="small"
                    aria-label={`Sign out of ${deviceName(userAgent)}`}
                    onPress={() => end.mutate(token)}
                    isPending={end.isPending && end.variables === token}
                  >
                    Sign out
                  </Button>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}
