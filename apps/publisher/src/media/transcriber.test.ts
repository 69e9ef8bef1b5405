import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'mobilise-transcriber-'));
const sockets: Socket[] = [];
const calls = createServer((socket) => {
  sockets.push(socket.resume());
  if (sockets.length === 2) calls.emit('both');
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  calls.close();
  rmSync(folder, { recursive: true, force: true });
});

it('whoever is killed while a command transcribes takes it along, and all that it has started', async () => {
  calls.listen(0, '127.0.0.1');
  await once(calls, 'listening');
  const { port } = calls.address() as AddressInfo;
  // Goes on until it is killed, which closes its call.
  const call = join(folder, 'call.mjs');
  writeFileSync(
    call,
    `import { connect } from 'node:net';\nconnect(${port}, '127.0.0.1').on('close', () => process.exit());`,
  );
  const script = join(folder, 'transcribe.sh');
  writeFileSync(script, `"${process.execPath}" "${call}" & "${process.execPath}" "${call}"; echo ended`);
  const publisher = join(folder, 'publisher.mjs');
  const given = [['/bin/sh', script, '{input}'], 'speech.wav', folder].map((one) => JSON.stringify(one)).join();
  writeFileSync(
    publisher,
    `import { runTranscriber } from ${JSON.stringify(join(import.meta.dirname, 'transcriber.ts'))};
    await runTranscriber(${given}, new AbortController().signal, () => undefined);`,
  );

  const both = once(calls, 'both');
  const child = spawn(process.execPath, [publisher], { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.race([both, ended]);
  const closed = Promise.all(sockets.map((socket) => once(socket, 'close')));
  child.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');
  expect(await closed).toHaveLength(2);
});
