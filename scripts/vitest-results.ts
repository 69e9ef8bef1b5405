export interface Counts {
  passed: number;
  failed: number;
  /** A line for each test and file that failed: its name and how its message begins. */
  failures: string[];
}

interface Report {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] | null }[];
  }[];
}

/**
 * Counts a Vitest JSON report. A file that failed without a failing test (it could not be loaded, or its set-up threw)
 * counts as one, and so does a run that ended badly or left no report.
 */
export function countResults(json: string | undefined, exitCode: number): Counts {
  if (json === undefined) return { passed: 0, failed: 1, failures: ['The run left no report'] };
  const report = JSON.parse(json) as Report;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && tests.length === 0) return [lineOf(name, message)];
    return tests.map((test) => lineOf(test.fullName, test.failureMessages?.[0] ?? ''));
  });
  if (failures.length === 0 && exitCode !== 0) failures.push(`The run ended with code ${exitCode}`);
  return { passed: report.numPassedTests, failed: failures.length, failures };
}

function lineOf(name: string, message: string): string {
  const [first = ''] = message.split('\n');
  return first ? `${name}: ${first}` : name;
}
