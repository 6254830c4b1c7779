import { once } from "node:events";
import { connect } from "node:net";
import { fakeClock } from "@portico/core/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { ask, proxiedGreeter, proxiedSystem, rawAnswer } from "./testing/proxied-greeter.ts";

test("what a system says before its answer is not its answer", async () => {
  const answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nup";
  const { proxy } = await proxiedSystem(`HTTP/1.1 110 Wait\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n${answer}`);
  const heard = await rawAnswer(proxy.port, (bytes) => bytes.toString().endsWith("up"));
  expect(heard.toString()).toBe(answer);
});

test("a head keeps its bytes, also those beyond ASCII", async () => {
  const head = "HTTP/1.1 200 OK\r\nx-ort: K\u00F6ln\r\n";
  const { proxy } = await proxiedSystem(`${head}content-length: 4\r\n\r\nabcd`, {
    kind: "truncate",
    announced: "part",
  });
  const heard = await rawAnswer(proxy.port, (bytes) => bytes.toString("latin1").endsWith("ab"));
  expect(heard.toString("latin1")).toBe(`${head}content-length: 2\r\n\r\nab`);
});

test("a client's questions reach the system over one connection", async () => {
  const { proxy, lines } = await proxiedSystem("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nup");
  const socket = connect(proxy.port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  for (let i = 0; i < 3; i += 1) {
    socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await once(socket, "data");
  }
  expect(lines.size).toBe(1);
});

test("questions on one connection are put one after the other, in their order", async () => {
  const clock = fakeClock();
  const fault = { kind: "latency", delay: { fixedMs: 1_000 } } as const;
  const { proxy, greeter, client } = await proxiedGreeter(fault, { clock });
  const socket = connect(proxy.port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let heard = "";
  socket.on("data", (bytes) => (heard += bytes.toString()));
  const put = (name: string) =>
    new Promise<void>((resolve) => {
      socket.write(`GET /${name} HTTP/1.1\r\nhost: x\r\n\r\n`, () => resolve());
    });
  await put("ada");
  await vi.waitFor(() => expect(clock.pending).toBe(1));
  await put("grace");
  // Whoever asks now over another connection comes after her at the proxy's door.
  const other = ask(client);
  await vi.waitFor(() => expect(clock.pending).toBe(2));
  expect([proxy.report().inFlight, greeter.calls().total]).toEqual([2, 2]);
  await clock.advance(1_000);
  await other;
  await vi.waitFor(() => expect(clock.pending).toBe(1));
  await clock.advance(1_000);
  await vi.waitFor(() => expect(heard.match(/Hello \w+0/g)).toEqual(["Hello ada0", "Hello grace0"]));
});
