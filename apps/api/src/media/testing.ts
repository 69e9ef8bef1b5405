import type { Asset } from '@mobilise/contracts/media';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { expect } from 'vitest';
import { testApi } from '../testing.ts';

/** An API with a workspace in it, to which pictures are uploaded in one request. */
export async function testUploads() {
  const api = await testApi();
  const { workspaceId, owner } = await api.setUp();
  const sharp = await loadSharp();

  let shade = 0;
  /** A small picture that no other test has. */
  function picture(format: 'png' | 'jpeg' = 'png'): Promise<Buffer> {
    shade += 1;
    const background = { r: shade, g: 90, b: 120 };
    return sharp({ create: { width: 40, height: 30, channels: 3, background } })
      .toFormat(format)
      .toBuffer();
  }
  const path = (workspace = workspaceId, filename = 'ward.png') =>
    `/api/v1/workspaces/${workspace}/assets?filename=${encodeURIComponent(filename)}`;
  const upload = (bytes: Uint8Array, type: string, to = path()) =>
    fetch(`${api.url}${to}`, {
      method: 'POST',
      headers: { ...owner.headers, 'Content-Type': type },
      body: new Uint8Array(bytes),
    });
  const uploaded = async (bytes: Uint8Array, to = path()) => {
    const response = await upload(bytes, 'image/png', to);
    expect(response.status).toBe(201);
    return (await response.json()) as Asset;
  };
  return { api, workspaceId, owner, path, picture, upload, uploaded };
}
