import('./install.mjs').then(async ({ ensureInstalled, handOver }) => {
  if (!(await ensureInstalled())) process.exit(1);
  handOver(['scripts/dev.ts']);
});
