import { updateAsset } from '@mobilise/contracts/media';
import type { ProblemDetails } from '@mobilise/contracts/problems';
import { emptyEpisode } from '@mobilise/contracts/recordings';
import { buildAsset, buildRevision } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { expect, test } from 'vitest';
import { testApi } from '../testing.ts';

const api = await testApi();
const { db } = api.context;
const { workspaceId, owner } = await api.setUp();
const tiny = { x: 0.5, y: 0.5, width: 0.1, height: 0.1 };

async function picture(side = 3000) {
  const { id } = await buildAsset(db, { workspaceId, width: side, height: side });
  const crop = async (artwork: typeof tiny) => {
    const read = await api.request(
      updateAsset,
      { params: { workspace: workspaceId, asset: id }, body: { version, crops: { artwork } } as never },
      owner,
    );
    if (read.status === 200) version += 1;
    return [read.status, ((await read.json()) as ProblemDetails).detail];
  };
  let version = 1;
  return { id, crop };
}

test('a crop with which a cover in use is too small for directories is refused', async () => {
  const { id, crop } = await picture();
  expect(await crop(tiny)).toEqual([200, undefined]);
  expect(await crop({ ...tiny, width: 0.5, height: 0.5 })).toEqual([200, undefined]);
  await buildShow(db, { workspaceId, title: 'Night voices', artworkId: id });
  const sentence =
    'This picture is the cover of the show “Night voices”. The part chosen as artwork has 300 × 300 pixels, and podcast apps need at least 1,400 × 1,400 of it. Choose a larger part.';
  expect(await crop(tiny)).toEqual([400, sentence]);
  expect(await crop({ x: 0, y: 0, width: 0.6, height: 0.6 })).toEqual([200, undefined]);
});

test('so is one of the cover of an episode, as long as that has it', async () => {
  const { id, crop } = await picture();
  const content = { artwork: { assetId: id, alt: '' } };
  const episode = await buildEpisode(db, { workspaceId, title: 'The ward', content });
  expect((await crop(tiny))[1]).toContain('This picture is the cover of the episode “The ward”. The part chosen');
  await buildRevision(db, { itemId: episode.id, content: emptyEpisode });
  expect(await crop(tiny)).toEqual([200, undefined]);
});

test('a picture that is too small for a cover in itself is cropped as people like', async () => {
  const { id, crop } = await picture(1000);
  await buildShow(db, { workspaceId, artworkId: id });
  expect(await crop(tiny)).toEqual([200, undefined]);
});
