import { z } from 'zod';
import { id, line, text } from './fields.ts';
import { asset } from './media.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

const uploadParams = workspaceParams.extend({ upload: id });
/** Hours for which an unfinished upload is kept. */
export const uploadHours = 24;
/** What comes with an upload in `Upload-Metadata`; all else in it is not kept. */
export const uploadMetadata = z.object({
  filename: line(255),
  /** The MIME type it claims to be. */
  filetype: text(255).default(''),
  /** The upload whose place it takes. */
  replaces: id.optional(),
});

/**
 * Resumable uploads, tus 1.0 (https://tus.io/protocols/resumable-upload) with creation, creation-with-upload, termination,
 * expiration and checksum. An upload is of the person who began it; the upload it becomes has the same id. When the last byte
 * is in, the answer's body is that upload, as it is again for whoever asks once more at the end.
 */
export const createUpload = route({
  method: 'POST',
  path: '/workspaces/:workspace/uploads',
  access: 'assets.write',
  status: 201,
  transport: 'tus',
  summary:
    'Begins a resumable upload (tus 1.0): Upload-Length, and Upload-Metadata with filename, filetype and replaces',
  params: workspaceParams,
  response: asset.optional(),
});
export const uploadOptions = route({
  method: 'OPTIONS',
  path: '/workspaces/:workspace/uploads',
  access: 'assets.write',
  transport: 'tus',
  summary: 'What this server can do of tus',
  params: workspaceParams,
  response: z.undefined(),
});
export const uploadOffset = route({
  method: 'HEAD',
  path: '/workspaces/:workspace/uploads/:upload',
  access: 'assets.write',
  transport: 'tus',
  summary: 'How much of an upload is here (Upload-Offset); all of it: the upload with this id is in the library',
  params: uploadParams,
  response: z.undefined(),
});
export const continueUpload = route({
  method: 'PATCH',
  path: '/workspaces/:workspace/uploads/:upload',
  access: 'assets.write',
  transport: 'tus',
  summary: 'The next bytes of an upload, from Upload-Offset on; the last ones are answered with what became of it',
  params: uploadParams,
  response: asset.optional(),
});
export const endUpload = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/uploads/:upload',
  access: 'assets.write',
  transport: 'tus',
  summary: 'Gives up an unfinished upload',
  params: uploadParams,
  response: z.undefined(),
});
