import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Document } from '@mobilise/contracts/document';
import type { ItemContent } from '@mobilise/contracts/kinds';
import { buildAsset, buildChannel, buildItem, buildPost, buildWorkspace } from '@mobilise/db/factories';
import { buildEpisode } from '@mobilise/db/factory-shows';
import { revisionFiles } from '@mobilise/db/schema/items';
import { renditions } from '@mobilise/db/schema/media';
import { testDatabase } from '@mobilise/db/testing';
import { diskStorage } from '@mobilise/media-processing/storage';
import { eq, sql } from 'drizzle-orm';
import express from 'express';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { createLive } from '../live.ts';
import { newsroomRouter } from './router.ts';

export const origin = 'https://news.example.org';

export const words = (text: string): Document => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});
export const story = (text: string): ItemContent => ({ leadImage: null, body: words(text) });

export interface TestSite {
  workspaceId: string;
  channelId: string;
  slug: string;
  path: string;
}

/** The public site on a free port, with a database and a folder of its own; it ends with the test file. */
export async function testNewsroom() {
  const connection = await testDatabase();
  const { db } = connection;
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-newsroom-'));
  const storage = diskStorage(folder);
  const log = pino({ level: 'silent' });
  const live = await createLive(connection.sql, log);
  const settings = { publicUrl: origin } as Parameters<typeof newsroomRouter>[0]['settings'];
  // Stands for a session: the desk's tests have real ones.
  const isMember = async (request: express.Request, workspaceId: string) => request.get('x-member') === workspaceId;
  const newsroom = newsroomRouter({ db, live, log, settings, storage, isMember });
  const app = express();
  app.use(newsroom.router);
  app.use((_request, response) => void response.status(418).send('somebody else'));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await newsroom.drain();
    live.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = (path: string, init: RequestInit = {}) => fetch(base + path, { redirect: 'manual', ...init });
  const read = async (path: string) => (await get(path)).text();

  const buildSite = async (name = 'Fern Hill Hospice'): Promise<TestSite> => {
    const workspace = await buildWorkspace(db, { name });
    const slug = `site-${randomUUID()}`;
    const channel = await buildChannel(db, {
      workspaceId: workspace.id,
      config: { slug, description: 'News from the hill', colour: '#0f766e' },
    });
    return { workspaceId: workspace.id, channelId: channel.id, slug, path: `/news/${slug}` };
  };

  let day = 0;
  /** Publishes an item as the publisher would, each a day after the one before. */
  const publish = async (
    site: TestSite,
    item: Parameters<typeof buildItem>[1] = {},
    post: Parameters<typeof buildPost>[1] = {},
  ) => {
    const made = await buildItem(db, { workspaceId: site.workspaceId, approved: true, ...item });
    return { item: made, post: await publishItem(site, made.id, post), path: `${site.path}/${made.slug}` };
  };

  const publishItem = (site: TestSite, itemId: string, post: Parameters<typeof buildPost>[1] = {}) => {
    day += 1;
    return buildPost(db, {
      ...{ workspaceId: site.workspaceId, channelId: site.channelId, itemId },
      state: 'published',
      publishedAt: new Date(Date.UTC(2026, 0, day, 9)),
      ...post,
    });
  };

  /** Publishes an episode with its files, whose bytes are in storage. */
  const publishEpisode = async (
    site: TestSite,
    episode: Parameters<typeof buildEpisode>[1] = {},
    post: Parameters<typeof buildPost>[1] = {},
  ) => {
    const item = await buildEpisode(db, { workspaceId: site.workspaceId, store: storage, ...episode });
    const files = await db
      .select()
      .from(revisionFiles)
      .where(eq(revisionFiles.revisionId, item.revisionId ?? ''));
    const paths = files
      .toSorted((a, b) => (a.format < b.format ? 1 : -1))
      .map(({ sha256, format }) => `${site.path}/episodes/${item.id}/${sha256}.${format}`);
    return { item, files, paths, post: await publishItem(site, item.id, post), path: `${site.path}/${item.slug}` };
  };

  /** A picture with these files, all of the same few bytes. */
  const buildPicture = async (workspaceId: string, files: Partial<typeof renditions.$inferInsert>[]) => {
    const asset = await buildAsset(db, { workspaceId });
    const bytes = new TextEncoder().encode(`picture ${asset.id}`);
    const { sha256 } = await storage.put(bytes);
    const usual = {
      assetId: asset.id,
      purpose: 'responsive',
      format: 'jpeg',
      width: 1280,
      height: 853,
      bytes: bytes.length,
      sha256,
    };
    for (const file of files) await db.insert(renditions).values({ ...usual, id: randomUUID(), ...file });
    return { assetId: asset.id, sha256, bytes };
  };

  /** Tells that something of a workspace changed, as whoever changes it does. */
  const announce = (site: TestSite, noun = 'posts') =>
    db.execute(
      sql`select pg_notify('changes', ${JSON.stringify({ workspaceId: site.workspaceId, noun, id: null, actor: null })})`,
    );

  return { url: base, db, storage, newsroom, get, read, buildSite, publish, publishEpisode, buildPicture, announce };
}
