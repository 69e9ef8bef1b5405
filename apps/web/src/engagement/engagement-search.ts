import { id, localDate } from '@mobilise/contracts/fields';
import { itemKind } from '@mobilise/contracts/item-kinds';
import { z } from 'zod';

const presets = ['this-month', 'last-month', '28-days', 'custom'] as const;
export type Preset = (typeof presets)[number];

export const presetWords: Record<Preset, string> = {
  'this-month': 'This month',
  'last-month': 'Last month',
  '28-days': 'Last 28 days',
  custom: 'Other dates',
};

/** What the address of the engagement page says; what it says wrongly is left out. */
export const engagementSearch = z.object({
  /** Absent: this month. */
  period: z.enum(presets).optional().catch(undefined),
  /** Both dates count only with `period=custom`. */
  from: localDate.optional().catch(undefined),
  to: localDate.optional().catch(undefined),
  channel: id.optional().catch(undefined),
  kind: itemKind.optional().catch(undefined),
});
export type EngagementSearch = z.infer<typeof engagementSearch>;
