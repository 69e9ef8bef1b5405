import { z } from 'zod';
import { assetUse } from './asset-use.ts';
import { cursorQuery, id, instant, line, localDate, nothing, page, person, text, userId, version } from './fields.ts';
import { maxAltText } from './image.ts';
import { failureCodes } from './making-failures.ts';
import { progress, rendition } from './rendition.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** Longest description of a picture, or of what is heard, kept with an upload. */
export const maxLongDescription = 20_000;
/** Days that a removed upload stays in the bin. */
export const binDays = 30;

export const mediaKinds = ['image', 'audio', 'video'] as const;
export const mediaKind = z.enum(mediaKinds);
export type MediaKind = (typeof mediaKinds)[number];

/** `cancelled`: a person stopped the making of its files; they can be asked for again. */
export const assetStates = ['processing', 'ready', 'failed', 'cancelled'] as const;
export const assetState = z.enum(assetStates);

export type RenditionFile = z.infer<typeof rendition>;
export type Progress = z.infer<typeof progress>;

/** 0..1 from the left and from the top of the upright picture. */
const share = z.number().min(0).max(1);
export const focalPoint = z.object({ x: share, y: share });
export const crop = z.object({ x: share, y: share, width: share, height: share });
export type Crop = z.infer<typeof crop>;
/** The shapes that pictures are brought into; what each is stands in shapes.ts. */
export const shapeNames = ['card', 'square', 'portrait', 'landscape', 'tall', 'artwork'] as const;
/** Crops set by hand, by the name of their shape; they win over the focal point. */
export const cropsByHand = z.partialRecord(z.enum(shapeNames), crop);

/** What was found in a recording. Loudness in LUFS, peak in dBTP. */
export const mediaFacts = z.object({
  codec: z.string().optional(),
  channels: z.number().int().optional(),
  sampleRate: z.number().int().optional(),
  fps: z.number().optional(),
  /** Whether there is sound in a film. */
  sound: z.boolean().optional(),
  frames: z.number().int().optional(),
  loudness: z.number().optional(),
  truePeak: z.number().optional(),
});
export type MediaFacts = z.infer<typeof mediaFacts>;

export const asset = z
  .object({
    id,
    kind: mediaKind,
    filename: z.string(),
    mime: z.string(),
    bytes: z.number(),
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    /** Milliseconds, of sound and film. */
    duration: z.number().int().nullable(),
    facts: mediaFacts,
    /** What a person should know about the recording or picture: clipped, very quiet, a long silence … as sentences. */
    warnings: z.array(z.string()),
    alt: z.string(),
    longDescription: z.string(),
    credit: z.string(),
    licence: z.string(),
    /** The last day on which it may be used; null for no end. */
    rightsUntil: localDate.nullable(),
    focalPoint: focalPoint.nullable(),
    crops: cropsByHand,
    thumbhash: z.string().nullable(),
    state: assetState,
    progress: progress.nullable(),
    /** Why processing failed and what to do, when `state` is `failed`. */
    failure: z.string().nullable(),
    failureCode: z.enum(failureCodes).nullable(),
    thumb: z.string().nullable(),
    renditions: z.array(rendition),
    /** The upload that took its place. */
    replacedBy: id.nullable(),
    /**
     * Another upload of the library with the same bytes: one that may not be used any more (`hasEnded`), or the oldest; null
     * where there is none.
     */
    sameAs: z.object({ id, filename: z.string(), hasEnded: z.boolean() }).nullable(),
    /** The uploads that this one was made of here, and the last day of each: it may not be used any longer than they may. */
    madeFrom: z.array(z.object({ id, filename: z.string(), rightsUntil: localDate.nullable() })),
    /** In the bin since then; it is gone for good `binDays` later. */
    deletedAt: instant.nullable(),
    /**
     * How many items use it in any revision that is kept, how many of its posts are out or to go out, and how many shows carry it;
     * null in a list that was asked to leave it out.
     */
    used: z
      .object({
        items: z.number().int(),
        posts: z.number().int(),
        shows: z.number().int(),
        /**
         * Whether it is in a newest revision that is approved, in a post that is out or to go out, or the cover of a show that has such
         * an episode: who may not approve leaves its focal point and crops as they are.
         */
        approved: z.boolean(),
      })
      .nullable(),
    /**
     * The people shown or heard in it, or in what it was made of, as far as their consent was written down; `ended`: withdrawn, or
     * its time is over, also where it is about an equal upload and keeps this one from being used.
     */
    consents: z.array(z.object({ id, person: z.string(), ended: z.boolean() })),
    createdAt: instant,
    createdBy: z.string(),
    version: z.number(),
  })
  .meta({ id: 'Asset' });
export type Asset = z.infer<typeof asset>;

/** `said`: what was found in the words of a recording, with what stands around it; null where the search found something else. */
const foundAsset = asset.extend({ said: z.string().nullable() }).meta({ id: 'FoundAsset' });
export type FoundAsset = z.infer<typeof foundAsset>;

const assetParams = workspaceParams.extend({ asset: id });

export const uploadAsset = route({
  method: 'POST',
  path: '/workspaces/:workspace/assets',
  access: 'assets.write',
  status: 201,
  transport: 'file',
  summary: 'Uploads a file as the request body; `Content-Type` says what it claims to be, the content decides',
  params: workspaceParams,
  query: z.object({
    filename: line(255),
    replaces: id.optional().describe('The upload whose place it takes. Nothing that was approved changes by that.'),
  }),
  response: asset,
});

export const listAssets = route({
  method: 'GET',
  path: '/workspaces/:workspace/assets',
  access: 'assets.read',
  summary: 'Uploads, newest first',
  params: workspaceParams,
  query: cursorQuery.extend({
    search: text(100).optional(),
    kind: mediaKind.optional(),
    /** Who uploaded it. */
    person: userId.optional(),
    /** Used by an item of this campaign. */
    campaign: id.optional(),
    used: z.enum(['yes', 'no']).optional(),
    counts: z.stringbool().default(true).describe('Whether it counts where each is used: `used` is null without.'),
    /** `ending`: rights or a consent end within 30 days; `ended`: they have ended, or a consent was withdrawn. */
    rights: z.enum(['ending', 'ended']).optional(),
    /** The bin instead of the library. */
    bin: z.stringbool().default(false),
    /** With those that another upload has replaced. */
    replaced: z.stringbool().default(false),
    failed: z
      .stringbool()
      .default(true)
      .describe('With those that cannot be used, since their files could not be made.'),
  }),
  response: page(foundAsset),
});
/** How much room a workspace has, in bytes. */
export const storageUse = z.object({ used: z.number(), quota: z.number() });
export const mediaOverview = route({
  method: 'GET',
  path: '/workspaces/:workspace/assets-overview',
  access: 'assets.read',
  summary: 'What this installation can process, what may be uploaded, how much room is left, and who uploaded',
  params: workspaceParams,
  response: z.object({
    storage: storageUse,
    /** Sentences about what is slow or cannot be done on this machine, with what to do; empty when all is well. */
    notes: z.array(z.string()),
    /** Whether what is said can be written down by a program (`TRANSCRIBE_COMMAND`). */
    transcription: z.boolean(),
    people: z.array(person),
    bin: z.number().int(),
  }),
});
export const getAsset = route({
  method: 'GET',
  path: '/workspaces/:workspace/assets/:asset',
  access: 'assets.read',
  summary: 'An upload and its renditions',
  params: assetParams,
  response: asset,
});
/** A show that carries an upload as its cover, intro or outro. */
export const showUse = z.object({ id, title: z.string() });
/** Another upload of the library with the same bytes. `hasEnded`: it may not be used any more. */
const assetCopy = z.object({
  id,
  filename: z.string(),
  createdAt: instant,
  createdBy: z.string(),
  hasEnded: z.boolean(),
});
export type AssetCopy = z.infer<typeof assetCopy>;
export const assetCopies = route({
  method: 'GET',
  path: '/workspaces/:workspace/assets/:asset/copies',
  access: 'assets.read',
  summary:
    'How many other uploads have the same bytes, and the first twenty: those that may not be used any more, then the oldest',
  params: assetParams,
  response: z.object({ total: z.number().int(), data: z.array(assetCopy) }),
});
export const assetUses = route({
  method: 'GET',
  path: '/workspaces/:workspace/assets/:asset/uses',
  access: 'assets.read',
  summary: 'The items that use an upload, and their posts, those that are out first',
  params: assetParams,
  response: z.object({ data: z.array(assetUse), shows: z.array(showUse) }),
});
export const updateAsset = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/assets/:asset',
  access: 'assets.write',
  summary:
    'Changes the words and rights of an upload, or its focal point and crops (which renders the crops again). Those of what is approved (`used.approved`) are for owners and leads',
  params: assetParams,
  body: z.object({
    version,
    filename: line(255).optional(),
    alt: text(maxAltText).optional(),
    longDescription: text(maxLongDescription).optional(),
    credit: text(300).optional(),
    licence: text(300).optional(),
    rightsUntil: localDate.nullable().optional(),
    focalPoint: focalPoint.nullable().optional(),
    crops: cropsByHand.optional(),
  }),
  response: asset,
});
export const cancelProcessing = route({
  method: 'POST',
  path: '/workspaces/:workspace/assets/:asset/cancel',
  access: 'assets.write',
  summary: 'Stops the making of files from an upload; what is made stays',
  params: assetParams,
  response: asset,
});
export const processAgain = route({
  method: 'POST',
  path: '/workspaces/:workspace/assets/:asset/process',
  access: 'assets.write',
  summary: 'Makes the files of an upload that failed or was cancelled, unless the file itself was refused',
  params: assetParams,
  response: asset,
});
export const removeAsset = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/assets/:asset',
  access: 'assets.write',
  summary: 'Puts an upload that nothing uses into the bin; it is gone for good 30 days later',
  params: assetParams,
  response: nothing,
});
export const emptyBin = route({
  method: 'POST',
  path: '/workspaces/:workspace/assets-bin/empty',
  access: 'assets.purge',
  summary: 'Removes for good what lies in the bin, or of that the uploads that are named; it frees their room at once',
  params: workspaceParams,
  body: z.object({ assets: z.array(id).min(1).max(1000).optional() }),
  response: z.object({
    removed: z.number().int(),
    /** Those that something has come to use again. */
    kept: z.number().int(),
  }),
});
export const restoreAsset = route({
  method: 'POST',
  path: '/workspaces/:workspace/assets/:asset/restore',
  access: 'assets.write',
  summary: 'Takes an upload out of the bin',
  params: assetParams,
  response: asset,
});
