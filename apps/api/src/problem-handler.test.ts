import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { StorageError } from '@mobilise/media-processing/errors';
import express from 'express';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { problemHandler } from './problem-handler.ts';
import { logRequests } from './request-log.ts';

test('a fault is logged with its path, but without the token of an invitation or the query', async () => {
  const lines: string[] = [];
  const log = pino(new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) }));
  const app = express();
  app.use('/api', logRequests(log), () => {
    throw new Error('Broken');
  });
  app.use(problemHandler(log));
  const server = app.listen(0);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const response = await fetch(`http://localhost:${port}/api/v1/invitations/a-secret-token?also=secret`);
  expect(response.status).toBe(500);
  await expect.poll(() => lines.length).toBe(2);
  for (const line of lines) {
    expect(line).toContain('/api/v1/invitations/…');
    expect(line).not.toContain('secret');
  }
});

test('a store of files that is away is told as something that passes, without its address', async () => {
  const app = express();
  app.use(() => {
    throw new StorageError('away', 'The store of files cannot be reached.', { cause: new Error('connect 10.0.0.7') });
  });
  app.use(problemHandler(pino({ level: 'silent' })));
  const server = app.listen(0);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const response = await fetch(`http://localhost:${(server.address() as AddressInfo).port}/`);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('store of files') });
  expect(text).not.toContain('10.0.0.7');
});
