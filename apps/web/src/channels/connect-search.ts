import { channelKind } from '@mobilise/contracts/channels';
import { z } from 'zod';

/** What the address of the connect page says. */
export const connectSearch = z.object({ kind: channelKind.optional().catch(undefined) });
export type ConnectSearch = z.infer<typeof connectSearch>;
