import { shareTestServer, startTestServer } from '../packages/db/src/testing.ts';

/** One PostgreSQL for the whole run; each test file takes a copy of its template. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  shareTestServer(server);
  return server.stop;
}
