import { once } from "node:events";
import { connect } from "node:net";
import { fakeClock } from "@portico/core/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import type { FaultInput } from "./fault.ts";
import { proxiedGreeter } from "./testing/proxied-greeter.ts";

const waiting: readonly FaultInput[] = [
  { kind: "latency", delay: { fixedMs: 60_000 } },
  { kind: "drip", everyMs: 60_000 },
  { kind: "bandwidth", bytesPerS: 1 },
  { kind: "endless-chunks", everyMs: 60_000 },
];
test.each(waiting)("%j leaves no timer when its client leaves", async (fault) => {
  const clock = fakeClock();
  const { proxy } = await proxiedGreeter(fault, { clock });
  const socket = connect(proxy.port, "127.0.0.1");
  socket.write("GET /ada HTTP/1.1\r\nhost: x\r\n\r\n");
  await vi.waitFor(() => expect(clock.pending).toBe(1));
  socket.destroy();
  await vi.waitFor(() => expect([clock.pending, proxy.report().inFlight]).toEqual([0, 0]));
});

test("a connection that was ended, and whose client keeps its half, is gone with a refusal", async () => {
  const { proxy } = await proxiedGreeter({ kind: "truncate" });
  const socket = connect({ port: proxy.port, host: "127.0.0.1", allowHalfOpen: true }).resume();
  socket.on("error", () => {});
  onTestFinished(() => void socket.destroy());
  socket.write("GET /ada HTTP/1.1\r\nhost: x\r\n\r\n");
  await once(socket, "end");
  expect(proxy.report().connectionsOpen).toBe(1);
  await proxy.apply({ kind: "refuse" });
  await vi.waitFor(() => expect(proxy.report().connectionsOpen).toBe(0));
});
