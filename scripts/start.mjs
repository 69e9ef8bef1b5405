// The door for any Node: installs what is missing, then hands over to the Node that belongs to this checkout.
if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `Mobilise needs Node 20 or later to start; this is Node ${process.versions.node}. Get one from https://nodejs.org.`,
  );
  process.exit(1);
}
import('./install.mjs').then(async ({ ensureInstalled, handOver }) => {
  if (!(await ensureInstalled())) process.exit(1);
  // The launcher idles for months: a small heap is all it needs.
  handOver(['--optimize-for-size', '--max-semi-space-size=1', 'scripts/supervise.ts', ...process.argv.slice(2)]);
});
