import { z } from 'zod';
import { cursorQuery, id, instant, line, nothing, page, text, version } from './fields.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

/** Largest upload of an image, in bytes. */
export const maxImageBytes = 50 * 1024 * 1024;
/** Longest alternative text we keep; channels may allow less (Mastodon 1,500, X 1,000, Bluesky 2,000 graphemes). */
export const maxAltText = 1500;

export const assetState = z.enum(['processing', 'ready', 'failed']);

/** Largest upload of a recording and of a film, in bytes. */
export const maxAudioBytes = 2 * 1024 ** 3;
export const maxVideoBytes = 4 * 1024 ** 3;

export const rendition = z.object({
  purpose: z.string(),
  format: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  bytes: z.number().int(),
  url: z.string(),
});

export const asset = z
  .object({
    id,
    kind: z.string(),
    filename: z.string(),
    mime: z.string(),
    bytes: z.number(),
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    alt: z.string(),
    focalPoint: z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) }).nullable(),
    thumbhash: z.string().nullable(),
    state: assetState,
    /** Why processing failed and what to do, when `state` is `failed`. */
    failure: z.string().nullable(),
    thumb: z.string().nullable(),
    renditions: z.array(rendition),
    createdAt: instant,
    createdBy: z.string(),
    version: z.number(),
  })
  .meta({ id: 'Asset' });
export type Asset = z.infer<typeof asset>;

const assetParams = workspaceParams.extend({ asset: id });

export const uploadAsset = route({
  method: 'POST',
  path: '/workspaces/:workspace/assets',
  access: 'assets.write',
  status: 201,
  transport: 'file',
  summary: 'Uploads a file as the request body; `Content-Type` says what it claims to be, the content decides',
  params: workspaceParams,
  query: z.object({ filename: line(255) }),
  response: asset,
});
export const listAssets = route({
  method: 'GET',
  path: '/workspaces/:workspace/assets',
  access: 'assets.read',
  summary: 'Uploads, newest first',
  params: workspaceParams,
  query: cursorQuery.extend({ search: text(100).optional() }),
  response: page(asset),
});
export const getAsset = route({
  method: 'GET',
  path: '/workspaces/:workspace/assets/:asset',
  access: 'assets.read',
  summary: 'An upload and its renditions',
  params: assetParams,
  response: asset,
});
export const updateAsset = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/assets/:asset',
  access: 'assets.write',
  summary: 'Changes the usual alternative text or the focal point (which renders its crops again)',
  params: assetParams,
  body: z.object({
    version,
    alt: text(maxAltText).optional(),
    focalPoint: z
      .object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) })
      .nullable()
      .optional(),
  }),
  response: asset,
});
export const removeAsset = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/assets/:asset',
  access: 'assets.write',
  summary: 'Removes an upload that no item or post uses',
  params: assetParams,
  response: nothing,
});
