import { Problem } from '@mobilise/contracts/problems';
import { setupStatus } from '@mobilise/contracts/team';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { call } from '../call.ts';
import { lastWorkspace } from '../last-workspace.ts';
import { findWorkspace, useMe } from '../session.ts';
import { ShellSkeleton } from '../shell/shell-skeleton.tsx';
import { useSignOut } from '../sign-out.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { IdentityFrame } from './frame.tsx';

/** The plain address: on to the last workspace, to signing in, or to setting up. */
export function StartPage() {
  const me = useMe();
  const isStranger = me.error instanceof Problem && me.error.code === 'not_signed_in';
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => call(setupStatus, { signal }),
    enabled: isStranger,
  });
  if (isStranger && setup.data) return setup.data.needed ? <NotSetUp /> : <Navigate to="/sign-in" replace />;
  const error = isStranger ? setup.error : me.error;
  if (error) return <ErrorState error={error} onRetry={() => void (isStranger ? setup : me).refetch()} />;
  if (!me.data) return <ShellSkeleton />;
  const workspace = findWorkspace(me.data, lastWorkspace() ?? '') ?? me.data.workspaces[0];
  return workspace ? <Navigate to={`/w/${workspace.slug}/calendar` as string} replace /> : <NoWorkspace />;
}

function NotSetUp() {
  return (
    <IdentityFrame title="Mobilise runs, and waits for its owner">
      <p>
        Look at the window in which Mobilise was started. It shows a set-up link,{' '}
        <code className="font-mono text-small break-all">{window.location.origin}/setup?token=…</code>, that works once.
        Open it to create your account and your first workspace.
      </p>
      <p className="text-ink-soft">
        Is the window gone? Start Mobilise again; the link stays the same until there is an owner.
      </p>
    </IdentityFrame>
  );
}

function NoWorkspace() {
  const signOut = useSignOut();
  return (
    <IdentityFrame title="You belong to no workspace">
      <p>
        You are signed in, but nobody has given you a place to work yet, or you were removed from it. Ask an owner of
        your team to invite you.
      </p>
      <Button onPress={() => signOut.mutate()} isPending={signOut.isPending} className="self-start">
        Sign out
      </Button>
    </IdentityFrame>
  );
}
