import { holdReasons, type PostState, postStates, transitions } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import type { Role } from '@mobilise/contracts/roles';
import { buildSlots } from '@mobilise/db/factories';
import { channels } from '@mobilise/db/schema/channels';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildDesk, row } from '../post-testing.ts';
import type { Scope } from '../scope.ts';
import { queuePost } from './queue.ts';
import { publishNow, retryPost, schedulePost } from './schedule.ts';
import { updatePost } from './update.ts';
import { cancelPost, resolvePost, unschedulePost } from './withdraw.ts';

const { db } = await testDatabase();

type Command = (scope: Scope, id: string, version: number) => Promise<unknown>;
const commands: Record<string, Command> = {
  schedule: (scope, id, version) =>
    schedulePost(scope, id, { version, wallTime: '2026-12-03T09:00', disambiguation: null }),
  queue: (scope, id, version) => queuePost(scope, id, { version }),
  'publish now': (scope, id, version) => publishNow(scope, id, { version }),
  retry: (scope, id, version) => retryPost(scope, id, { version }),
  edit: (scope, id, version) =>
    updatePost(scope, id, {
      version,
      content: { text: `Version ${version}`, images: [], link: null },
      useNewest: false,
    }),
  'take the newest': (scope, id, version) => updatePost(scope, id, { version, useNewest: true }),
  unschedule: (scope, id, version) => unschedulePost(scope, id, { version }),
  cancel: (scope, id, version) => cancelPost(scope, id, { version }),
  'is there': (scope, id, version) =>
    resolvePost(scope, id, { outcome: 'is_there', version, url: 'https://example.org/1' }),
  'send again': (scope, id, version) => resolvePost(scope, id, { outcome: 'send_again', version }),
  drop: (scope, id, version) => resolvePost(scope, id, { outcome: 'drop', version }),
};

test('no command of any role leads outside the permitted transitions', async () => {
  const taken = new Set<string>();
  const step = fc.record({
    command: fc.constantFrom(...Object.keys(commands)),
    role: fc.constantFrom<Role>('owner', 'lead', 'editor'),
    ready: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<PostState>(...postStates),
      fc.constantFrom(...holdReasons),
      fc.boolean(),
      fc.array(step, { minLength: 1, maxLength: 6 }),
      async (state, reason, approved, steps) => {
        const { channel, post, as } = await buildDesk(db, { approved });
        await buildSlots(db, channel, ['09:00']);
        const { id } = await post({ state, holdReason: state === 'held' ? reason : null });
        for (const { command, role, ready } of steps) {
          await db
            .update(channels)
            .set({ state: ready ? 'ready' : 'paused' })
            .where(eq(channels.id, channel.id));
          const before = await row(db, id);
          const scope = await as(role);
          const refused = await commands[command]?.(scope, id, before.version).then(
            () => null,
            (error: unknown) => error,
          );
          // Anything but an expected refusal is a defect of its own: a broken constraint, say.
          if (refused) expect(refused).toBeInstanceOf(Problem);
          const after = await row(db, id);
          if (refused) expect(after).toEqual(before);
          if (after.state !== before.state) {
            expect(transitions[before.state], `${before.state}: ${command}`).toContain(after.state);
            taken.add(`${before.state} → ${after.state}`);
          }
          expect(after.state === 'held').toBe(after.holdReason !== null);
        }
      },
    ),
    { numRuns: 120, seed: 20261123 },
  );
  // The property says nothing if nothing ever moves.
  expect(taken.size).toBeGreaterThan(15);
});
