import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Worker } from "node:worker_threads";
import type { Target } from "./upstream.ts";

const BACKLOG = 1;

/** A port where connecting gets no answer. */
export interface BlackHole {
  close(): Promise<void>;
}

/**
 * A listener that takes nobody, with its queue full: from then on the kernel drops every SYN, as a host that is gone
 * does. Node takes whoever comes, so it is a thread of its own that stands still.
 */
export async function openBlackHole(place: Target): Promise<BlackHole> {
  const worker = new Worker(new URL("full-backlog.worker.ts", import.meta.url), {
    workerData: { ...place, backlog: BACKLOG, gate: new SharedArrayBuffer(4) },
  });
  await once(worker, "message");
  // Linux lets one more in than it is told.
  const queued = Array.from({ length: BACKLOG + 1 }, () => connect(place));
  await Promise.all(queued.map(queuedOrDropped));
  return {
    async close() {
      await worker.terminate();
      for (const socket of queued) socket.destroy();
    },
  };
}

// A kernel that takes a SYN of its own machine says so sooner.
const ANSWER_MS = 200;

/** Where clients were first their SYNs fill the queue, and ours is dropped: it is full all the same. */
function queuedOrDropped(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const dropped = setTimeout(resolve, ANSWER_MS);
  socket.on("error", () => {}); // reset when the listener goes
  socket.once("connect", () => {
    clearTimeout(dropped);
    resolve();
  });
  return promise;
}
