import { Problem } from '@mobilise/contracts/problems';
import { type Change, change } from '@mobilise/contracts/team';
import type { Connection } from '@mobilise/db/connect';
import type { Response } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';

const notification = change.extend({ workspaceId: z.uuid() });

/** Changes of every workspace, from one database connection to all who watch. */
export interface Live {
  /** Streams a workspace's changes as server-sent events until the reader goes away, or may have lost access. */
  stream: (workspaceId: string, response: Response) => void;
  /** Calls back with every change of any workspace; `null` when some may have been missed. */
  listen: (listener: (change: (Change & { workspaceId: string }) | null) => void) => void;
  /** Ends every stream; the connection ends with the database's. */
  close: () => void;
}

/** Nouns whose changes may take somebody's access away. */
const admitting = new Set(['members', 'api-keys']);

/** Seconds between comments that keep proxies from closing a quiet stream. */
const heartbeat = 25;

export async function createLive(sql: Connection['sql'], log: Logger): Promise<Live> {
  const streams = new Map<string, Set<Response>>();
  let closed = false;
  const listeners: ((change: (Change & { workspaceId: string }) | null) => void)[] = [];
  const everybody = function* () {
    for (const watching of streams.values()) yield* watching;
  };
  /** One that was ended is in the list until its connection is closed, and takes no more: writing to it would end this process. */
  const tell = (response: Response, words: string) => !response.writableEnded && response.write(words);
  await sql.listen(
    'changes',
    (payload) => {
      const parsed = notification.safeParse(JSON.parse(payload));
      if (!parsed.success) return log.warn({ payload }, 'A change could not be read');
      const { workspaceId, ...told } = parsed.data;
      for (const listener of listeners) listener(parsed.data);
      for (const response of streams.get(workspaceId) ?? []) {
        tell(response, `data: ${JSON.stringify(told)}\n\n`);
        // Whoever may still watch comes back in a moment; whoever was removed, or whose key was revoked, is refused then.
        if (admitting.has(told.noun)) response.end();
      }
    },
    // Called at first and after every lost connection: changes in between were not heard.
    () => {
      for (const listener of listeners) listener(null);
      for (const response of everybody())
        tell(response, `data: ${JSON.stringify({ noun: '*', id: null, actor: null })}\n\n`);
    },
  );
  const beat = setInterval(() => {
    for (const response of everybody()) tell(response, ': still here\n\n');
  }, heartbeat * 1000);
  beat.unref();

  return {
    listen: (listener) => void listeners.push(listener),
    stream: (workspaceId, response) => {
      if (closed) throw new Problem('unavailable', 'Mobilise is stopping. Try again in a few seconds.');
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      response.write('retry: 2000\n\n');
      const watching = streams.get(workspaceId) ?? new Set();
      streams.set(workspaceId, watching.add(response));
      response.on('close', () => {
        watching.delete(response);
        if (watching.size === 0) streams.delete(workspaceId);
      });
    },
    close: () => {
      closed = true;
      clearInterval(beat);
      for (const response of everybody()) response.end();
    },
  };
}
