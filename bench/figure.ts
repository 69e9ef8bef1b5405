/** A figure of a suite: what it is, what it should be, and how it is measured on a stage `S`. */
export interface Figure<S> {
  readonly name: string;
  readonly unit: string;
  readonly goal: Goal;
  /** Answers the value in `unit`. Throws when it cannot be measured, or when what was measured did wrong. */
  readonly measure: (stage: S) => Promise<number>;
}

export type Goal = `≤ ${number}` | `≥ ${number}`;

/** Whether a value reaches its goal; no number ever holds unless it is one. */
export function holds(value: number, goal: Goal): boolean {
  const limit = Number(goal.slice(2));
  return goal.startsWith('≤') ? value <= limit : value >= limit;
}

/** The one line of JSON a figure prints. The value is judged before it is rounded to three significant digits. */
export function figureLine(bench: string, { name, unit, goal }: Omit<Figure<never>, 'measure'>, value: number): string {
  return JSON.stringify({
    bench,
    figure: name,
    value: Number(value.toPrecision(3)),
    unit,
    goal,
    holds: holds(value, goal),
  });
}

/** What lies behind a figure, for a person: goes to standard error, so that standard output is JSON alone. */
export function note(line: string): void {
  console.error(`  ${line}`);
}

/** A number for a person: three significant digits, never in powers of ten. */
export function short(value: number): string {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
