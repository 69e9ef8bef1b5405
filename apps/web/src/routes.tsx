import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { NotFound, PageError, Root } from './shell/root.tsx';
import { SkeletonPage } from './ui/skeleton.tsx';

/*
 * Every screen of the desk, one line each, loaded when it is visited. A new screen is a line below `workspace`:
 *   createRoute({ ...inWorkspace, path: 'items/$item', component: lazyRouteComponent(() => import('./items/item-page.tsx'), 'ItemPage') }),
 * Filters that belong in the address are read with `validateSearch: schema` (Zod, every field with `.catch(undefined)`).
 */

const root = createRootRoute({ component: Root });
const workspace = createRoute({
  getParentRoute: () => root,
  path: '/w/$workspace',
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
});
const atRoot = { getParentRoute: () => root } as const;
const inWorkspace = { getParentRoute: () => workspace } as const;

const tree = root.addChildren([
  createRoute({ ...atRoot, path: '/', component: lazyRouteComponent(() => import('./identity/start-page.tsx'), 'StartPage') }),
  createRoute({ ...atRoot, path: 'setup', validateSearch: z.object({ token: z.string().catch('') }), component: lazyRouteComponent(() => import('./identity/setup-page.tsx'), 'SetupPage') }),
  createRoute({ ...atRoot, path: 'sign-in', validateSearch: z.object({ next: z.string().optional().catch(undefined) }), component: lazyRouteComponent(() => import('./identity/sign-in-page.tsx'), 'SignInPage') }),
  createRoute({ ...atRoot, path: 'invitation/$token', component: lazyRouteComponent(() => import('./identity/invitation-page.tsx'), 'InvitationPage') }),
  createRoute({ ...atRoot, path: 'account', component: lazyRouteComponent(() => import('./identity/account-page.tsx'), 'AccountPage') }),
  workspace.addChildren([
    createRoute({
      ...inWorkspace,
      path: '/',
      beforeLoad: ({ params }) => {
        throw redirect({ to: `/w/${params.workspace}/calendar` as string, replace: true });
      },
    }),
    createRoute({ ...inWorkspace, path: 'team', component: lazyRouteComponent(() => import('./team/people-page.tsx'), 'PeoplePage') }),
    createRoute({ ...inWorkspace, path: 'team/keys', component: lazyRouteComponent(() => import('./team/keys-page.tsx'), 'KeysPage') }),
    createRoute({ ...inWorkspace, path: 'team/log', component: lazyRouteComponent(() => import('./team/log-page.tsx'), 'LogPage') }),
    createRoute({ ...inWorkspace, path: 'team/workspace', component: lazyRouteComponent(() => import('./team/workspace-page.tsx'), 'WorkspacePage') }),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  // What is cached is React Query's business.
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: SkeletonPage,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
