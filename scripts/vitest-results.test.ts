import { expect, it } from 'vitest';
import { countResults } from './vitest-results.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});
const report = (numPassedTests: number, numFailedTests: number, ...testResults: ReturnType<typeof file>[]) =>
  JSON.stringify({ numPassedTests, numFailedTests, testResults });

it('counts tests', () => {
  expect(countResults(report(2, 1, file('failed', 'passed', 'passed', 'failed')), 1)).toEqual({ passed: 2, failed: 1 });
});

it('counts a file that could not be loaded', () => {
  expect(countResults(report(1, 0, file('passed', 'passed'), file('failed')), 1)).toEqual({ passed: 1, failed: 1 });
});

it('does not call a run good that ended badly or left no report', () => {
  expect(countResults(report(3, 0, file('passed', 'passed')), 1).failed).toBe(1);
  expect(countResults(undefined, 0).failed).toBe(1);
});
