/** What the launcher tells the person at the terminal. */
export function say(line: string): void {
  console.log(line);
}

/** Does one part of the start and says how it went and how long it took; a slow one reports every five seconds. */
export async function step<T>(name: string, act: () => Promise<T>, outcome: (result: T) => string): Promise<T> {
  const since = performance.now();
  const slow = setInterval(() => say(`  ${name} … ${elapsed(since)}`), 5_000);
  try {
    const result = await act();
    say(`  ${name} ${outcome(result)} (${elapsed(since)})`);
    return result;
  } finally {
    clearInterval(slow);
  }
}

/** Time since a reading of performance.now(), as in "0.7 s". */
export function elapsed(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** Local time of day, as in "09:30:00". */
export function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}
