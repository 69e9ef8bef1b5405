import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const autocannon = fileURLToPath(import.meta.resolve('autocannon'));

/** Requests a second that a page answers to so many connections for some seconds; the load comes from a process of its own. */
export async function requestsPerSecond(
  url: string,
  { connections, seconds, headers }: { connections: number; seconds: number; headers: Record<string, string> },
): Promise<number> {
  const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
  const args = [autocannon, '-c', String(connections), '-d', String(seconds), '--json', ...given, url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`autocannon ended with code ${code}`);
  const result = JSON.parse(output) as { '2xx': number; non2xx: number; errors: number; duration: number };
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return result['2xx'] / result.duration;
}
