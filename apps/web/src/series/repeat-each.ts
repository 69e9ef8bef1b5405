import type { Series } from '@mobilise/contracts/series';
import type { Plan } from './repeat-form.tsx';

/**
 * Makes a series for one channel after the other, as far as that goes: those that were made before are left alone. Answers
 * all that are made by now, and what stopped it.
 */
export async function repeatEach<C extends { channelId: string }, T>(
  channels: readonly C[],
  before: ReadonlyMap<string, T>,
  make: (channel: C) => Promise<T>,
): Promise<{ made: ReadonlyMap<string, T>; error: unknown }> {
  const made = new Map(before);
  for (const channel of channels) {
    if (made.has(channel.channelId)) continue;
    try {
      made.set(channel.channelId, await make(channel));
    } catch (error) {
      return { made, error };
    }
  }
  return { made, error: null };
}

/** Whether a series is the one that this plan asks for, and not that of a try before, whose answer was lost. */
export function isAsPlanned(
  series: Pick<Series, 'rule' | 'startsOn' | 'time' | 'twice' | 'variants'>,
  plan: Pick<Plan, 'rule' | 'startsOn' | 'time' | 'twice' | 'variants'>,
): boolean {
  return (
    (['rule', 'startsOn', 'time', 'twice'] as const).every((part) => series[part] === plan[part]) &&
    series.variants.map(({ text }) => text).join('\n') === plan.variants.map(({ text }) => text).join('\n')
  );
}
