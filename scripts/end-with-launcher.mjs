// Loaded into each supervised process: when the launcher is killed, its processes drain and end instead of lingering.
process.once('disconnect', () => {
  setTimeout(() => process.exit(1), 15_000).unref();
  process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();
