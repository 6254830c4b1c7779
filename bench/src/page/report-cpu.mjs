// Loaded with `--import` into each server: tells the parent, when asked, what the process has spent so far. JavaScript,
// so that a server that needs no types stripped does not load what strips them.
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
// A server ends by its signal, not by its parent hanging up.
process.channel?.unref();
