// Stands in for the API in the launcher's tests: answers with its pid, crashes on /crash, takes a while on /slow, for ever on /forever.
import { createServer } from 'node:http';
import { readSettings } from '../../packages/db/src/settings.ts';

const settings = readSettings(process.env);
const server = createServer((request, response) => {
  if (request.url === '/crash') process.exit(7);
  response.setHeader('Connection', 'close');
  if (request.url === '/forever') return void response.write('begun');
  if (request.url !== '/slow') return void response.end(String(process.pid));
  response.write('begun ');
  process.once('SIGTERM', () => setTimeout(() => response.end('finished'), 100));
});
server.listen(settings.port, settings.host, () => {
  process.send?.({ ready: true, url: settings.publicUrl, setupUrl: `${settings.publicUrl}/setup?token=once` });
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
