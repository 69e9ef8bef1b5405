/** What begins like this in the storage of a tab is confidential. */
export const confidential = 'confidential words ';

/** Forgets what was confidential: the next person at this device must not read it. */
export function forgetConfidential(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(confidential)) sessionStorage.removeItem(key);
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}
