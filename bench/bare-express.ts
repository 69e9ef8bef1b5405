import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import express from 'express';

/** What the newsroom is compared with: Express as it comes, and one route that sends a file read beforehand. */
const body = readFileSync(process.argv[2] ?? '');
const app = express();
app.get('/news/:site/:slug', (_request, response) => void response.type('html').send(body));
const server = app.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit());
