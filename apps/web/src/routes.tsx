import { createRootRoute, createRoute, createRouter, Navigate, type RouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { calendarSearch } from './calendar/calendar-search.ts';
import { connectSearch } from './channels/connect-search.ts';
import { signInReturn } from './channels/sign-in-search.ts';
import { engagementSearch } from './engagement/engagement-search.ts';
import { itemFilters, itemSearch } from './items/search.ts';
import { lazy } from './lazy.ts';
import { mediaSearch } from './media/search.ts';
import { NotFound, NotFoundAlone, PageError, PageErrorAlone, Root } from './shell/root.tsx';
import { SkeletonPage } from './ui/skeleton.tsx';

/*
 * Every screen of the desk, one line each, loaded when it is visited. A new screen is a line among the last group:
 *   screen('items/$item', lazy(() => import('./items/item-page.tsx'), 'ItemPage')),
 * Filters that belong in the address are read by a third argument, a Zod object whose every field has `.catch(undefined)`.
 */

type SearchSchema = z.ZodObject;
const anySearch = z.object({});

const root = createRootRoute({ component: Root, notFoundComponent: NotFoundAlone });
const workspace = createRoute({
  getParentRoute: () => root,
  path: '/w/$workspace',
  component: lazy(() => import('./shell/shell.tsx'), 'Shell'),
  errorComponent: PageErrorAlone,
});

/** A page outside any workspace. */
const page = <P extends string, S extends SearchSchema>(
  path: P,
  component: RouteComponent,
  search: S = anySearch as S,
) => createRoute({ getParentRoute: () => root, path, component, validateSearch: search });
/** A screen of a workspace. */
const screen = <P extends string, S extends SearchSchema>(
  path: P,
  component: RouteComponent,
  search: S = anySearch as S,
) => createRoute({ getParentRoute: () => workspace, path, component, validateSearch: search });

const tree = root.addChildren([
  page(
    '/',
    lazy(() => import('./identity/start-page.tsx'), 'StartPage'),
  ),
  page(
    'setup',
    lazy(() => import('./identity/setup-page.tsx'), 'SetupPage'),
    z.object({ token: z.string().catch('') }),
  ),
  page(
    'sign-in',
    lazy(() => import('./identity/sign-in-page.tsx'), 'SignInPage'),
    z.object({ next: z.string().optional().catch(undefined) }),
  ),
  page(
    'invitation/$token',
    lazy(() => import('./identity/invitation-page.tsx'), 'InvitationPage'),
  ),
  page(
    'account',
    lazy(() => import('./identity/account-page.tsx'), 'AccountPage'),
  ),
  page(
    'oauth/callback',
    lazy(() => import('./channels/sign-in-return-page.tsx'), 'SignInReturnPage'),
    signInReturn,
  ),
  workspace.addChildren([
    screen('/', () => <Navigate to={'calendar' as string} replace />),
    screen(
      'calendar',
      lazy(() => import('./calendar/calendar-page.tsx'), 'CalendarPage'),
      calendarSearch,
    ),
    screen(
      'items',
      lazy(() => import('./items/items-page.tsx'), 'ItemsPage'),
      itemFilters,
    ),
    screen(
      'items/campaigns',
      lazy(() => import('./campaigns/campaigns-page.tsx'), 'CampaignsPage'),
    ),
    screen(
      'items/$item',
      lazy(() => import('./items/item-page.tsx'), 'ItemPage'),
      itemSearch,
    ),
    screen(
      'items/$item/correct',
      lazy(() => import('./corrections/correct-page.tsx'), 'CorrectPage'),
      z.object({ correction: z.uuid().optional().catch(undefined) }),
    ),
    screen(
      'media',
      lazy(() => import('./media/media-page.tsx'), 'MediaPage'),
      mediaSearch,
    ),
    screen(
      'channels',
      lazy(() => import('./channels/channels-page.tsx'), 'ChannelsPage'),
    ),
    screen(
      'channels/connect',
      lazy(() => import('./channels/connect-page.tsx'), 'ConnectPage'),
      connectSearch,
    ),
    screen(
      'channels/$channel',
      lazy(() => import('./channels/channel-page.tsx'), 'ChannelPage'),
    ),
    screen(
      'channels/$channel/queue',
      lazy(() => import('./queue/queue-page.tsx'), 'QueuePage'),
    ),
    screen(
      'channels/$channel/subscribers',
      lazy(() => import('./subscribers/subscribers-page.tsx'), 'SubscribersPage'),
    ),
    screen(
      'engagement',
      lazy(() => import('./engagement/engagement-page.tsx'), 'EngagementPage'),
      engagementSearch,
    ),
    screen(
      'posts/new',
      lazy(() => import('./posts/composer-page.tsx'), 'ComposerPage'),
      z.object({ item: z.uuid().optional().catch(undefined) }),
    ),
    screen(
      'posts/$post',
      lazy(() => import('./posts/post-page.tsx'), 'PostPage'),
    ),
    screen(
      'held',
      lazy(() => import('./holds/held-page.tsx'), 'HeldPage'),
    ),
    screen(
      'series',
      lazy(() => import('./series/series-list-page.tsx'), 'SeriesListPage'),
    ),
    screen(
      'series/$series',
      lazy(() => import('./series/series-page.tsx'), 'SeriesPage'),
    ),
    screen(
      'shows',
      lazy(() => import('./shows/shows-page.tsx'), 'ShowsPage'),
    ),
    screen(
      'shows/new',
      lazy(() => import('./shows/new-show-page.tsx'), 'NewShowPage'),
    ),
    screen(
      'shows/import',
      lazy(() => import('./shows/import-page.tsx'), 'ImportPage'),
    ),
    screen(
      'shows/$show',
      lazy(() => import('./shows/show-page.tsx'), 'ShowPage'),
    ),
    screen(
      'shows/$show/directories',
      lazy(() => import('./shows/show-directories-page.tsx'), 'ShowDirectoriesPage'),
    ),
    screen(
      'shows/$show/settings',
      lazy(() => import('./shows/show-settings-page.tsx'), 'ShowSettingsPage'),
    ),
    screen(
      'publisher',
      lazy(() => import('./publishing/publishing-page.tsx'), 'PublishingPage'),
    ),
    screen(
      'team',
      lazy(() => import('./team/people-page.tsx'), 'PeoplePage'),
    ),
    screen(
      'team/keys',
      lazy(() => import('./team/keys-page.tsx'), 'KeysPage'),
    ),
    screen(
      'team/log',
      lazy(() => import('./team/log-page.tsx'), 'LogPage'),
    ),
    screen(
      'team/workspace',
      lazy(() => import('./team/workspace-page.tsx'), 'WorkspacePage'),
    ),
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
