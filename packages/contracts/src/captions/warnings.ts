/** What was amiss in a file, said once for each kind however often it happens. */
export class Warnings {
  readonly #found = new Map<string, { line: number; count: number }>();
  readonly #unit: string;

  constructor(unit: 'Line' | 'Segment' = 'Line') {
    this.#unit = unit;
  }

  /** `what` is a sentence's end, `line` counts from 1. */
  add(what: string, line: number) {
    const before = this.#found.get(what);
    if (before) before.count += 1;
    else this.#found.set(what, { line, count: 1 });
  }

  /** `Line 7: this cue …`, `Line 7 and 3 more: this cue …`. */
  get sentences(): string[] {
    return [...this.#found].map(([what, { line, count }]) =>
      count === 1 ? `${this.#unit} ${line}: ${what}` : `${this.#unit} ${line} and ${count - 1} more: ${what}`,
    );
  }
}
