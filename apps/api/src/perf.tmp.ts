import { createServer } from 'node:http';
import express from 'express';
import { sql } from 'drizzle-orm';
import { connect } from '@mobilise/db/connect';
import { startTestServer } from '@mobilise/db/testing';
import { buildWorkspace, buildChannel, buildItem, buildMember } from '@mobilise/db/factories';
import { apiKeys } from '@mobilise/db/schema/team';
import { getCalendar as route, createPost as createRoute } from '@mobilise/contracts/posts';
import { calendarRoutes } from './calendar/routes.ts';
import { postRoutes } from './posts/routes.ts';
import { calendarQuery } from './calendar/calendar.ts';
import { hashSecret } from './authorise.ts';
import { problemHandler } from './problem-handler.ts';
import { PgDialect } from 'drizzle-orm/pg-core';

const server = await startTestServer({ durable: true });
const { url, drop } = await server.createDatabase();
const connection = connect(url);
const { db, sql: pg } = connection;
const ws = await buildWorkspace(db);
const chans = [await buildChannel(db, { workspaceId: ws.id }), await buildChannel(db, { workspaceId: ws.id, kind: 'bluesky' })];
const { user } = await buildMember(db, { workspaceId: ws.id, role: 'owner' });
const item = await buildItem(db, { workspaceId: ws.id, approved: true });
await db.insert(apiKeys).values({ id: crypto.randomUUID(), workspaceId: ws.id, name: 'k', role: 'lead', prefix: 'x', hash: hashSecret('s3cret') });
// 20,000 items with a thumb each
await pg.unsafe(`
insert into assets (id, workspace_id, kind, filename, mime, sha256, bytes, state) select gen_random_uuid(), '${ws.id}', 'image','a.jpg','image/jpeg', md5(n::text)||md5(n::text), 10, 'ready' from generate_series(1,20000) n;
insert into renditions (id, asset_id, purpose, format, width, height, bytes, sha256) select gen_random_uuid(), id, 'thumb','webp',320,320,1,sha256 from assets;
insert into renditions (id, asset_id, purpose, format, width, height, bytes, sha256) select gen_random_uuid(), id, 'responsive',f,w,320,1,sha256 from assets, unnest(array['jpeg','webp','avif']) f, unnest(array[320,640,1280,1920]) w;
insert into items (id, workspace_id, kind, slug, title, summary, thumb_asset_id, created_by) select gen_random_uuid(), '${ws.id}', case when n%3=0 then 'infographic' else 'story' end, 's'||n, 'Flu clinic at the community centre, part '||n, 'summary', a.id, '${user.id}' from (select id, row_number() over () n from assets) a;
insert into revisions (id, item_id, number, title, content) select gen_random_uuid(), id, 1, title, '{}' from items where revision_id is null;
update items set revision_id = r.id, revision = 1 from revisions r where r.item_id = items.id and items.revision_id is null;
insert into posts (id, workspace_id, item_id, revision_id, channel_id, state, content, wall_time, zone, due_at, send_at, grace, created_by)
 select gen_random_uuid(), '${ws.id}', i.id, i.revision_id, (array['${chans[0]!.id}','${chans[1]!.id}']::uuid[])[1 + n%2], case when n%10=0 then 'failed' else 'scheduled' end, '{"text":"hello world, a text of some length for the post","images":[],"link":null}',
 to_char(t,'YYYY-MM-DD"T"HH24:MI'), 'Europe/London', t, t, 900, '${user.id}'
 from (select id, revision_id, row_number() over (order by random()) n from items cross join generate_series(1,5)) i, lateral (select timestamp '2022-01-01' + n * interval '26 minutes' t) x;
analyze;`);
const [{ n }] = await pg`select count(*)::int n from posts` as any;
console.log('posts', n);
const app = express();
const router = express.Router();
router.use(express.json());
const api = { router, context: { db, sql: pg, settings: { publicUrl: 'http://x' } } as any };
calendarRoutes(api); postRoutes(api);
app.use('/api/v1', router);
app.use(problemHandler({ error: console.error } as any));
const http = createServer(app);
await new Promise<void>((r) => http.listen(0, r));
const base = `http://localhost:${(http.address() as any).port}/api/v1`;
const headers = { authorization: 'Bearer s3cret', 'content-type': 'application/json' };
const query = { from: '2024-03-01', to: '2024-03-31' };
const built = new PgDialect().sqlToQuery(calendarQuery(ws.id, query));
const time = async (label: string, run: () => Promise<unknown>, rounds = 60) => {
  for (let i = 0; i < 10; i++) await run();
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) { const s = performance.now(); await run(); times.push(performance.now() - s); }
  times.sort((a, b) => a - b);
  console.log(label, 'median', times[rounds >> 1]!.toFixed(2), 'p99', times[Math.floor(rounds * 0.99)]!.toFixed(2));
  return times[rounds >> 1]!;
};
const plan = await pg.unsafe('explain (analyze, buffers off) ' + built.sql, built.params as any);
console.log(plan.map((r: any) => r['QUERY PLAN']).join('\n'));
const rows = await pg.unsafe(built.sql, built.params as any);
console.log('rows', rows.length);
for (let pass = 0; pass < 2; pass++) {
const bare = await time('bare sql (rows, prepared)', () => pg.unsafe(built.sql, built.params as any, { prepare: true }));
const bare2 = await time('json_agg sql', () => pg.unsafe(`select coalesce(json_agg(row), '[]') as data from (${built.sql}) row`, built.params as any, { prepare: true }));
await time('json_agg text', () => pg.unsafe(`select coalesce(json_agg(row), '[]')::text as data from (${built.sql}) row`, built.params as any, { prepare: true }));
await time('json_agg drizzle unprepared', () => pg.unsafe(`select coalesce(json_agg(row), '[]') as data from (${built.sql}) row`, built.params as any));
const apiTime = await time('api', async () => { const r = await fetch(`${base}/workspaces/${ws.id}/calendar?from=${query.from}&to=${query.to}`, { headers }); if (!r.ok) throw new Error(await r.text()); await r.arrayBuffer(); });
console.log('ratio api/bare', (apiTime / bare).toFixed(2), 'api/json', (apiTime / bare2).toFixed(2));
}
const body: any = await (await fetch(`${base}/workspaces/${ws.id}/calendar?from=${query.from}&to=${query.to}`, { headers })).json();
await time('zod parse', async () => route.response.parse(body));
await time('stringify', async () => JSON.stringify(body));
const text = JSON.stringify(body); console.log('bytes', text.length);
await time('json.parse', async () => JSON.parse(text));
await time('create draft', async () => { const r = await fetch(`${base}/workspaces/${ws.id}/posts`, { method: 'POST', headers, body: JSON.stringify({ itemId: item.id, channelId: chans[1]!.id }) }); if (!r.ok) throw new Error(await r.text()); await r.arrayBuffer(); }, 300);
await time('create+schedule', async () => { const r = await fetch(`${base}/workspaces/${ws.id}/posts`, { method: 'POST', headers, body: JSON.stringify({ itemId: item.id, channelId: chans[0]!.id, schedule: { wallTime: '2027-01-04T09:00' } }) }); if (!r.ok) throw new Error(await r.text()); await r.arrayBuffer(); }, 300);
await time('publisher status', async () => { const r = await fetch(`${base}/workspaces/${ws.id}/publisher`, { headers }); if (!r.ok) throw new Error(await r.text()); await r.arrayBuffer(); });
await time('list', async () => { const r = await fetch(`${base}/workspaces/${ws.id}/posts`, { headers }); if (!r.ok) throw new Error(await r.text()); await r.arrayBuffer(); });
http.close(); http.closeAllConnections();
await connection.end(); await drop(); await server.stop();
