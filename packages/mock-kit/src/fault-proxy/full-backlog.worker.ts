import { createServer } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

const { host, port, backlog, gate } = workerData as {
  readonly host: string;
  readonly port: number;
  readonly backlog: number;
  readonly gate: SharedArrayBuffer;
};

createServer().listen({ host, port, backlog }, () => {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage("listening");
  // Nobody opens the gate: the thread stands still, and with it the accepting, until it is terminated.
  Atomics.wait(new Int32Array(gate), 0, 0);
});
