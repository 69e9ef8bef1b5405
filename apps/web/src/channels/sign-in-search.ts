import { z } from 'zod';

const told = z.coerce.string().optional().catch(undefined);

/** What a platform adds to the address of the page it sends people back to (RFC 6749, 4.1.2). */
export const signInReturn = z.object({ state: told, code: told, error: told, error_description: told });
export type SignInReturn = z.infer<typeof signInReturn>;
