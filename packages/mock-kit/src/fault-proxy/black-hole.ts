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
  const queued = await Promise.all(Array.from({ length: BACKLOG + 1 }, () => connected(place)));
  return {
    async close() {
      await worker.terminate();
      for (const socket of queued) socket.destroy();
    },
  };
}

async function connected(place: Target): Promise<Socket> {
  const socket = connect(place);
  await once(socket, "connect");
  socket.on("error", () => {}); // reset when the listener goes
  return socket;
}
