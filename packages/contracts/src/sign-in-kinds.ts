/** Kinds that are connected by signing in at the platform, with its name. Each has a client ID and a secret in the settings. */
export const signInKinds = { linkedin: 'LinkedIn' } as const;
export type SignInKind = keyof typeof signInKinds;

/** What an installation is registered as at a platform. */
export interface SignInClient {
  id: string;
  secret: string;
  /** Who plays the platform in a test; null: the platform itself. */
  origin: string | null;
}

/** Whether owners connect a kind by signing in at the platform. */
export function isSignInKind(kind: string): kind is SignInKind {
  return Object.hasOwn(signInKinds, kind);
}
