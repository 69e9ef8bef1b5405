import * as campaigns from './campaigns.ts';
import * as channels from './channels.ts';
import * as connecting from './connecting.ts';
import * as engagement from './engagement.ts';
import * as holds from './holds.ts';
import * as items from './items.ts';
import * as letters from './letters.ts';
import * as media from './media.ts';
import * as posts from './posts.ts';
import type { Route } from './route.ts';
import * as subscribers from './subscribers.ts';
import * as team from './team.ts';

/** Every route of the API by its name: the OpenAPI document and the permission test walk this. */
export const routes: Record<string, Route> = Object.fromEntries(
  [team, campaigns, media, items, channels, connecting, posts, holds, engagement, subscribers, letters].flatMap(
    (noun) => Object.entries(noun).filter((entry): entry is [string, Route] => isRoute(entry[1])),
  ),
);

function isRoute(value: unknown): value is Route {
  return typeof value === 'object' && value !== null && 'access' in value && 'path' in value;
}
