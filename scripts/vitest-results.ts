export interface Counts {
  passed: number;
  failed: number;
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/**
 * Counts a Vitest JSON report. A file that failed without a failing test (it could not be loaded, or its set-up threw)
 * counts as one, and so does a run that ended badly or left no report.
 */
export function countResults(json: string | undefined, exitCode: number): Counts {
  if (json === undefined) return { passed: 0, failed: 1 };
  const report = JSON.parse(json) as Report;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
