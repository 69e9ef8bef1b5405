import { z } from 'zod';
import { cursorQuery, httpUrl, id, instant, line, nothing, page, slug, text, version } from './fields.ts';
import { episodeTypes } from './recordings.ts';
import { route } from './route.ts';
import { sameNumber } from './same-number.ts';
import { workspaceParams } from './team.ts';

/** Apple allows 4,000 bytes of description and 255 characters elsewhere (facts of its podcast feed specification). */
export const maxShowDescription = 4000;

export const showTypes = ['episodic', 'serial'] as const;

/** What people write of a show, whole: a change gives what it changes, and nothing is filled in for it. */
const written = z.object({
  title: line(255),
  slug,
  description: text(maxShowDescription).refine(
    (value) => new TextEncoder().encode(value).length <= maxShowDescription,
    'Podcast directories take at most 4,000 bytes; shorten it',
  ),
  author: line(255),
  ownerName: text(255),
  /** Directories write to it to see who owns the show; it stands in the feed for everybody to read. */
  ownerEmail: z.email().max(255).or(z.literal('')),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Write a language as en or en-GB'),
  /** Apple's categories, the main one first; `Health & Fitness` or `Health & Fitness > Mental Health`. */
  categories: z.array(line(100)).min(1).max(3),
  explicit: z.boolean(),
  type: z.enum(showTypes),
  artworkId: id.nullable(),
  copyright: text(255),
  /** An SPDX identifier such as `cc-by-4.0`, or words. */
  licence: text(128),
  /** The place it is about, in words (podcast:location). */
  place: text(128),
  funding: z.object({ url: httpUrl, text: line(128) }).nullable(),
  /** Other hosts may not take the show over without the owner's word (podcast:locked). */
  locked: z.boolean(),
  introId: id.nullable(),
  outroId: id.nullable(),
  /** What directories ask to be put into the feed to prove who owns it (podcast:txt). */
  verification: text(4000),
  /** Nothing follows any more (itunes:complete). */
  complete: z.boolean(),
});

/** The same for a new show; what is left out has a value that suits most. */
export const showFields = written.extend({
  slug: slug.optional(),
  ownerName: written.shape.ownerName.default(''),
  ownerEmail: written.shape.ownerEmail.default(''),
  language: written.shape.language.default('en-gb'),
  explicit: written.shape.explicit.default(false),
  type: written.shape.type.default('episodic'),
  artworkId: written.shape.artworkId.default(null),
  copyright: written.shape.copyright.default(''),
  licence: written.shape.licence.default(''),
  place: written.shape.place.default(''),
  funding: written.shape.funding.default(null),
  locked: written.shape.locked.default(true),
  introId: written.shape.introId.default(null),
  outroId: written.shape.outroId.default(null),
  verification: written.shape.verification.default(''),
  complete: written.shape.complete.default(false),
});

export const show = z
  .object({
    ...written.shape,
    id,
    /** The newsroom site it appears on. */
    channelId: id,
    /** podcast:guid. */
    guid: z.uuid(),
    feedUrl: z.string(),
    pageUrl: z.string(),
    artwork: z.string().nullable(),
    /** What directories would refuse or miss in it, as sentences with what to do: all of it can be changed in the show. */
    problems: z.array(z.string()),
    /** Why directories would not read its feed here, whatever is in it: it moved away, or this installation is out of their reach. */
    unread: z.string().nullable(),
    /** Where subscribers are sent, since the show moved away. */
    newFeedUrl: z.string().nullable(),
    episodes: z.object({
      all: z.number().int(),
      published: z.number().int(),
      inFeed: z.number().int().describe('Those published whose file is there.'),
    }),
    nextSeason: z.number().int().nullable(),
    nextNumber: z.number().int(),
    createdAt: instant,
    archivedAt: instant.nullable(),
    version: z.number(),
  })
  .meta({ id: 'Show' });
export type Show = z.infer<typeof show>;

const showParams = workspaceParams.extend({ show: id });

export const listShows = route({
  method: 'GET',
  path: '/workspaces/:workspace/shows',
  access: 'items.read',
  summary: 'Podcast shows, by title',
  params: workspaceParams,
  query: z.object({ archived: z.stringbool().default(false) }),
  response: z.object({ data: z.array(show) }),
});
export const getShow = route({
  method: 'GET',
  path: '/workspaces/:workspace/shows/:show',
  access: 'items.read',
  summary: 'A show',
  params: showParams,
  response: show,
});
export const createShow = route({
  method: 'POST',
  path: '/workspaces/:workspace/shows',
  access: 'shows.manage',
  status: 201,
  summary: 'Begins a show on a newsroom site; its podcast:guid follows from the address of its feed and never changes',
  params: workspaceParams,
  body: showFields.extend({ channelId: id }),
  response: show,
});
export const updateShow = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/shows/:show',
  access: 'shows.manage',
  summary:
    'Changes a show. Once an episode of it is out its address stays, and all else, which its feed and its page show at once, is for owners and leads to change',
  params: showParams,
  body: written.partial().extend({ version, archived: z.boolean().optional() }),
  response: show,
});
export const moveShow = route({
  method: 'POST',
  path: '/workspaces/:workspace/shows/:show/move',
  access: 'shows.own',
  summary:
    'Tells subscribers that the show has a feed elsewhere (itunes:new-feed-url, and a redirect), or takes that back',
  params: showParams,
  body: z.object({ version, newFeedUrl: httpUrl.nullable() }),
  response: show,
});
export const removeShow = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/shows/:show',
  access: 'shows.manage',
  summary: 'Removes a show that has no episodes; one that has can be archived',
  params: showParams,
  response: nothing,
});

/** An episode as a row of its show. */
export const episodeSummary = z
  .object({
    id,
    title: z.string(),
    type: z.enum(episodeTypes),
    season: z.number().int().nullable(),
    number: z.number().int().nullable(),
    sameNumber,
    /** Its own cover. */
    thumb: z.string().nullable(),
    /** Milliseconds: of its files, or of what is used of its recording where none are made yet. */
    duration: z.number().int().nullable(),
    approved: z.boolean(),
    /** How many posts are in each state, by state; held while their files are made they count as `making`, scheduled without them as `unmade`. */
    posts: z.record(z.string(), z.number().int()),
    /** When it came out on the show's site, or when it will. */
    at: instant.nullable(),
    /**
     * Whether it is in the show's feed, or what that awaits: its time (`planned`), somebody's decision (`held`), its files (`files`),
     * which could not be made (`failed`), or its recording (`audio`). Null where no post of it is to go out on the site.
     */
    feed: z.enum(['in', 'planned', 'held', 'files', 'failed', 'audio']).nullable(),
    /** As the IAB counts them, to now. */
    downloads: z.number().int(),
  })
  .meta({ id: 'EpisodeSummary' });
export type EpisodeSummary = z.infer<typeof episodeSummary>;

export const listEpisodes = route({
  method: 'GET',
  path: '/workspaces/:workspace/shows/:show/episodes',
  access: 'items.read',
  summary: 'The episodes of a show: first those that have no time yet, then the latest in the feed',
  params: showParams,
  query: cursorQuery,
  response: page(episodeSummary),
});

export const importParts = [
  'episode',
  'title',
  'date',
  'notes',
  'number',
  'people',
  'cover',
  'chapters',
  'transcript',
  'address',
] as const;

/** Taking over a show from the feed it has elsewhere. */
export const showImport = z
  .object({
    id,
    feedUrl: z.string(),
    channelId: id,
    showId: id.nullable(),
    /** Of the show, once there is one. */
    title: z.string().nullable(),
    state: z.enum(['running', 'done', 'failed', 'cancelled']),
    /** Why a running one waits: nothing may come out on the site at this moment. It goes on by itself. */
    waiting: z.string().nullable(),
    /** Episodes in the feed, and those taken over. */
    total: z.number().int(),
    done: z.number().int(),
    /** Episodes that were left out, and parts of others that were, or that came over changed; of the show itself the cover and the address. */
    failures: z.array(
      z.object({
        episode: z.string(),
        part: z.enum(importParts),
        why: z.string(),
        /** How many more there are that are not listed: of whole episodes, or of parts of others. */
        more: z.number().int().optional(),
      }),
    ),
    /** Why the whole of it failed. */
    failure: z.string().nullable(),
    /** It failed because the feed says that others need the word of its owner (podcast:locked). */
    locked: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: 'ShowImport' });
export type ShowImport = z.infer<typeof showImport>;

export const startImport = route({
  method: 'POST',
  path: '/workspaces/:workspace/show-imports',
  access: 'shows.import',
  status: 202,
  summary:
    'Takes over an existing show from its feed: its words, episodes, GUIDs, audio, chapters and transcripts, which are out on the site at once, so it is refused while a hold is on the site or the site is paused. Asked again on the same site, it goes on with what is not there yet',
  params: workspaceParams,
  body: z.object({
    feedUrl: httpUrl,
    channelId: id,
    owned: z
      .boolean()
      .default(false)
      .describe(
        'That the show is theirs, or its owner agreed; a feed that is locked is not taken over without. Said once, it holds for that feed and site.',
      ),
  }),
  response: showImport,
});
export const listImports = route({
  method: 'GET',
  path: '/workspaces/:workspace/show-imports',
  access: 'items.read',
  summary: 'Imports, the newest first',
  params: workspaceParams,
  response: z.object({ data: z.array(showImport) }),
});
export const cancelImport = route({
  method: 'POST',
  path: '/workspaces/:workspace/show-imports/:import/cancel',
  access: 'shows.import',
  summary: 'Stops an import; what was taken over stays',
  params: workspaceParams.extend({ import: id }),
  response: showImport,
});
