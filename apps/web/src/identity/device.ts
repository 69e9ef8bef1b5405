/** A browser and a system out of a user agent, as people name them: `Firefox on Windows`. */
export function deviceName(userAgent: string | null | undefined): string {
  if (!userAgent) return 'Unknown device';
  const has = (pattern: RegExp) => pattern.test(userAgent);
  // In this order: most browsers also name those they are made from.
  const browser = has(/Edg\//)
    ? 'Edge'
    : has(/OPR\//)
      ? 'Opera'
      : has(/Firefox\//)
        ? 'Firefox'
        : has(/Chrom(e|ium)\//)
          ? 'Chrome'
          : has(/Safari\//)
            ? 'Safari'
            : 'Another program';
  const system = has(/iPhone|iPad/)
    ? 'iOS'
    : has(/Android/)
      ? 'Android'
      : has(/Windows/)
        ? 'Windows'
        : has(/Mac OS X/)
          ? 'macOS'
          : has(/CrOS/)
            ? 'ChromeOS'
            : has(/Linux/)
              ? 'Linux'
              : null;
  return system ? `${browser} on ${system}` : browser;
}
