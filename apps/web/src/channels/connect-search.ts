import { channelKind } from '@mobilise/contracts/channels';
import { z } from 'zod';

/** What the address of the connect page says. */
export const connectSearch = z.object({
  kind: channelKind.optional().catch(undefined),
  /** Somebody has signed in at the platform, and chooses a page now. */
  authorisation: z.uuid().optional().catch(undefined),
});
export type ConnectSearch = z.infer<typeof connectSearch>;
