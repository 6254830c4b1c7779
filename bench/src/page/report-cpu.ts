// Loaded with `--import` into each server: tells the parent, when asked, what the process has spent so far.
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
// A server ends by its signal, not by its parent hanging up.
process.channel?.unref();
