// Loaded into every service before its own code (`node --import`), which so need not know of it. The supervisor holds
// the other end of standard input and never writes: when it is closed the supervisor is gone, however it went.
import { isMainThread } from "node:worker_threads";

// What the supervisor itself would have waited before it killed.
const DRAIN_MS_MAX = 12_000;

// A worker thread gets the same `--import`, but no standard input.
if (isMainThread) {
  process.stdin.once("close", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), DRAIN_MS_MAX).unref();
  });
  process.stdin.once("error", () => process.stdin.destroy());
  process.stdin.resume();
  process.stdin.unref();
}
