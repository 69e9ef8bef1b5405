import * as audiograms from './audiograms.ts';
import * as campaigns from './campaigns.ts';
import * as channels from './channels.ts';
import * as connecting from './connecting.ts';
import * as consents from './consents.ts';
import * as corrections from './corrections.ts';
import * as engagement from './engagement.ts';
import * as holds from './holds.ts';
import * as items from './items.ts';
import * as letters from './letters.ts';
import * as media from './media.ts';
import * as newItem from './new-item.ts';
import * as postChanges from './post-changes.ts';
import * as posts from './posts.ts';
import * as publishing from './publishing.ts';
import * as queue from './queue.ts';
import type { Route } from './route.ts';
import * as series from './series.ts';
import * as shows from './shows.ts';
import * as signIn from './sign-in.ts';
import * as slots from './slots.ts';
import * as subscribers from './subscribers.ts';
import * as team from './team.ts';
import * as transcription from './transcription.ts';
import * as uploads from './uploads.ts';
import * as zones from './zones.ts';

/** Every route of the API by its name: the OpenAPI document and the permission test walk this. */
export const routes: Record<string, Route> = Object.fromEntries(
  [
    ...[
      team,
      campaigns,
      media,
      uploads,
      transcription,
      consents,
      items,
      audiograms,
      newItem,
      corrections,
      channels,
      connecting,
      signIn,
      posts,
      postChanges,
    ],
    ...[slots, queue, shows, series, holds, engagement, zones, subscribers, letters, publishing],
  ].flatMap((noun) => Object.entries(noun).filter((entry): entry is [string, Route] => isRoute(entry[1]))),
);

function isRoute(value: unknown): value is Route {
  return typeof value === 'object' && value !== null && 'access' in value && 'path' in value;
}
