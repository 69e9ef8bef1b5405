// Stands in for the publisher in the launcher’s tests: counts its starts in the database, so that a lost row shows.
import { connect } from '../../packages/db/src/connect.ts';
import { readSettings } from '../../packages/db/src/settings.ts';

const { sql, end } = connect(readSettings(process.env), { max: 1 });
await sql`create table if not exists starts (at timestamptz default now())`;
await sql`insert into starts default values`;
const [row] = await sql`select count(*)::int as starts from starts`;
console.log(JSON.stringify({ level: 40, msg: `start number ${row?.['starts']}` }));
process.send?.({ ready: true });
const waiting = setInterval(() => undefined, 60_000);
process.on('SIGTERM', () => {
  clearInterval(waiting);
  void end();
});
