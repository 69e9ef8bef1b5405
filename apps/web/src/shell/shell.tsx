import { Problem } from '@mobilise/contracts/problems';
import { Navigate, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { HoldDialogs } from '../holds/hold-dialogs.tsx';
import { rememberWorkspace } from '../last-workspace.ts';
import { loadTheRest } from '../lazy.ts';
import { useLive } from '../live.ts';
import { DeskContext, findWorkspace, useMe } from '../session.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Banners } from './banners.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { NotFoundAlone } from './root.tsx';
import { ShellSkeleton } from './shell-skeleton.tsx';
import { Sidebar } from './sidebar.tsx';
import { UploadCorner } from './upload-corner.tsx';

/** Around every screen of a workspace: who you are, where you can go, and the live stream. */
export function Shell() {
  const me = useMe();
  const { href, pathname } = useLocation();
  const { workspace: name = '' } = useParams({ strict: false });
  if (me.error instanceof Problem && me.error.code === 'not_signed_in') {
    // The address is the new one already while the sign-in page is loaded: going there again would never end.
    return pathname.startsWith('/w/') ? <Navigate to="/sign-in" search={{ next: href }} replace /> : <ShellSkeleton />;
  }
  if (me.isPending) return <ShellSkeleton />;
  if (!me.data) {
    return (
      <main>
        <h1 className="sr-only">Mobilise</h1>
        <ErrorState error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  const workspace = findWorkspace(me.data, name);
  if (!workspace) return <NotFoundAlone />;
  return (
    <DeskContext value={{ me: me.data, workspace }}>
      <Desk key={workspace.id} workspaceId={workspace.id} slug={workspace.slug} />
    </DeskContext>
  );
}

function Desk({ workspaceId, slug }: { workspaceId: string; slug: string }) {
  useLive(workspaceId);
  useEffect(() => rememberWorkspace(slug), [slug]);
  useEffect(loadTheRest, []);
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="sr-only z-50 rounded-base bg-accent px-3 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <Sidebar />
      <div className="flex min-w-0 grow flex-col pb-(--nav)">
        <Banners />
        <main id="main" tabIndex={-1} className="flex min-w-0 grow flex-col">
          <Outlet />
        </main>
      </div>
      <BottomBar />
      <HoldDialogs />
      <UploadCorner />
    </div>
  );
}
