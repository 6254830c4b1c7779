import { createRequire } from "node:module";
import { expect, test, vi } from "vitest";
import { clientOf, expectFailure } from "./testing/client-of.ts";
import { plainAnswer, rawServer } from "./testing/raw-server.ts";

// undici has a clock of its own for what is slow, and a hand to turn it.
const undiciTime = createRequire(import.meta.url)("undici/lib/util/timers.js") as {
  readonly tick: (ms: number) => void;
};
const MIB = 1_024 * 1_024;

test("a system has 64 connections from us, where nobody says otherwise", async () => {
  const server = await rawServer(() => {});
  const ask = clientOf(server);
  const answers = Array.from({ length: 65 }, () => ask());
  await server.untilAsked(64);
  server.sockets[0]?.write(plainAnswer("one"));
  await server.untilAsked(65);
  expect(server.sockets).toHaveLength(64);
  for (const socket of server.sockets) socket.write(plainAnswer("one"));
  for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
});

test("a connection that is not there in time is given up, after half a second where nobody says otherwise", async () => {
  // Takes connections, and says nothing to whoever wants to speak TLS.
  const { origin } = await rawServer(() => {});
  const system = { origin: origin.replace("http:", "https:") };
  const ended: string[] = [];
  const asking = (name: string, connectTimeoutMs?: number) =>
    expectFailure(
      clientOf(system, connectTimeoutMs === undefined ? {} : { connectTimeoutMs })(),
      "backend_unavailable",
    ).finally(() => ended.push(name));
  await Promise.all([asking("slow", 1_000), asking("usual"), asking("quick", 200)]);
  expect(ended).toEqual(["quick", "usual", "slow"]);
});

test.each([
  ["10 MiB are taken", 10 * MIB, "backend_unavailable"],
  ["a byte more is too large", 10 * MIB + 1, "contract_broken"],
])("of an answer %s, where nobody says otherwise", async (_, bytes, code) => {
  const server = await rawServer((socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${bytes}\r\n\r\n`),
  );
  await expectFailure(clientOf(server)(), code);
});

test.each([
  ["instead of an answer", ""],
  ["in the middle of it", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel"],
])(
  "a system that falls silent %s is given up for timed out, where nobody set a shorter time",
  async (_, said) => {
    const server = await rawServer((socket) => socket.write(said));
    const failure = expectFailure(clientOf(server)(), "backend_timeout");
    const ended = vi.fn<() => void>();
    void failure.finally(ended);
    await vi.waitFor(
      () => {
        undiciTime.tick(15_000);
        expect(ended).toHaveBeenCalled();
      },
      { timeout: 10_000, interval: 5 },
    );
    await failure;
  },
);
