import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * A port of `host` that can be listened on: the wanted one, or for 0 any free one. Keeps trying for `patience`
 * milliseconds, because the processes of a killed launcher need a moment to end. Throws a sentence for the person.
 */
export async function usablePort(wanted: number, host: string, patience: number): Promise<number> {
  const deadline = Date.now() + patience;
  for (;;) {
    const result = await tryListening(wanted, host);
    if (typeof result === 'number') return result;
    if (result === 'EADDRINUSE' && Date.now() < deadline) {
      await wait(200);
      continue;
    }
    throw new Error(why(result, wanted, host));
  }
}

function tryListening(port: number, host: string): Promise<number | string> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}

function why(code: string, port: number, host: string): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`;
  if (code === 'EACCES')
    return `Port ${port} may not be used without special rights. Choose one above 1023: PORT=4400 npm start`;
  return `MOBILISE_HOST is wrong. This machine cannot listen on ${host} (${code}).`;
}
