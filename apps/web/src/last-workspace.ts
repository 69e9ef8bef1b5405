/** The workspace this device showed last, so that the plain address leads back to it. */
export function lastWorkspace(): string | null {
  try {
    return localStorage.getItem('workspace');
  } catch {
    return null;
  }
}

export function rememberWorkspace(slug: string): void {
  try {
    localStorage.setItem('workspace', slug);
  } catch {
    // Storage may be forbidden; the first workspace is shown then.
  }
}
