import { connect } from "node:net";
import { expect, test } from "vitest";
import type { FaultInput } from "./fault.ts";
import { proxiedGreeter } from "./testing/proxied-greeter.ts";

const ending: readonly (readonly [FaultInput, asked: number, met: number])[] = [
  [{ kind: "close-race", when: "after-answer" }, 1, 1],
  [{ kind: "close-race", when: "on-reuse" }, 1, 2],
  [{ kind: "truncate" }, 1, 1],
  [{ kind: "garbage" }, 1, 1],
  [{ kind: "reset", at: "request" }, 0, 1],
  [{ kind: "reset", at: "head" }, 1, 1],
  [{ kind: "reset", at: "body" }, 1, 1],
];
test.each(ending)("%j ends a connection: later questions on it are never put", async (fault, asked, met) => {
  const { proxy, greeter } = await proxiedGreeter(fault);
  const socket = connect(proxy.port, "127.0.0.1").resume();
  socket.on("error", () => {}); // a reset
  socket.write("GET /ada HTTP/1.1\r\nhost: x\r\n\r\n".repeat(3));
  await new Promise((resolve) => socket.once("close", resolve));
  expect(greeter.calls().total).toBe(asked);
  expect(proxy.report()).toMatchObject({ total: met, inFlight: 0 });
});
