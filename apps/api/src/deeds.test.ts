import { createApiKey } from '@mobilise/contracts/team';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { expect, test } from 'vitest';
import { testApi } from './testing.ts';

test('an upload by an API key names the key', async () => {
  const api = await testApi();
  const { workspaceId, owner } = await api.setUp();
  const body = { name: 'Site', role: 'editor' } as const;
  const { secret } = await api.call(createApiKey, { params: { workspace: workspaceId }, body }, owner);
  const sharp = await loadSharp();
  const picture = await sharp({ create: { width: 4, height: 3, channels: 3, background: '#0f766e' } })
    .png()
    .toBuffer();
  const response = await fetch(`${api.url}/api/v1/workspaces/${workspaceId}/assets?filename=ward.png`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'Content-Type': 'image/png' },
    body: new Uint8Array(picture),
  });
  expect(await response.json()).toMatchObject({ createdBy: 'API key “Site”' });
});
