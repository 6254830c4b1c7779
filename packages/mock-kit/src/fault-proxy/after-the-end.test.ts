import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import type { FaultInput } from "./fault.ts";
import { proxiedGreeter } from "./fault-proxy.fixture.ts";

const ending: readonly FaultInput[] = [
  { kind: "close-race", when: "after-answer" },
  { kind: "truncate" },
  { kind: "garbage" },
  { kind: "close-race", when: "on-reuse" },
];
test.each(ending)(
  "%j ends a connection with its first answer: later questions are never put",
  async (fault) => {
    const { proxy, greeter } = await proxiedGreeter(fault);
    const socket = connect(proxy.port, "127.0.0.1").resume();
    socket.write("GET /ada HTTP/1.1\r\nhost: x\r\n\r\n".repeat(3));
    await once(socket, "close");
    expect(greeter.calls().total).toBe(1);
    const questions = fault.kind === "close-race" && fault.when === "on-reuse" ? 2 : 1;
    expect(proxy.report()).toMatchObject({ total: questions, inFlight: 0 });
  },
);
