import { expect, it } from 'vitest';
import { countResults } from './vitest-results.ts';

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  message: status === 'failed' && tests.length === 0 ? 'Cannot find module\nat its place' : '',
  assertionResults: tests.map((test, index) => ({
    fullName: `a thing ${index}`,
    status: test,
    failureMessages: test === 'failed' ? ['expected 1 to be 2\nat its place'] : [],
  })),
});
const report = (numPassedTests: number, ...testResults: ReturnType<typeof file>[]) =>
  JSON.stringify({ numPassedTests, testResults });

it('counts tests', () => {
  expect(countResults(report(2, file('failed', 'passed', 'passed', 'failed')), 1)).toEqual({
    passed: 2,
    failed: 1,
    failures: ['a thing 2: expected 1 to be 2'],
  });
});

it('counts a file that could not be loaded', () => {
  expect(countResults(report(1, file('passed', 'passed'), file('failed')), 1)).toEqual({
    passed: 1,
    failed: 1,
    failures: ['a.test.ts: Cannot find module'],
  });
});

it('does not call a run good that ended badly or left no report', () => {
  expect(countResults(report(3, file('passed', 'passed')), 1).failed).toBe(1);
  expect(countResults(undefined, 0).failed).toBe(1);
});
