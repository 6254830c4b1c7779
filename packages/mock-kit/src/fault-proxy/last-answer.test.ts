import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { proxiedGreeter, proxiedSystem } from "./testing/proxied-greeter.ts";

/** All that comes after `questions`, until the other side ends the connection. */
async function said(port: number, questions: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (bytes) => (text += bytes.toString("latin1")));
  socket.write(questions);
  await once(socket, "end");
  socket.destroy();
  return text;
}

test.each([
  "GET /ada HTTP/1.1\r\nhost: x\r\nConnection: close\r\n\r\n",
  "GET /ada HTTP/1.0\r\nhost: x\r\n\r\n",
])("%j is answered, and then the connection ends", async (question) => {
  const { proxy } = await proxiedGreeter();
  expect(await said(proxy.port, question)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nHello ada0\.+$/);
});

test.each([
  ["with it", "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"],
  ["of HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n"],
])("an answer that ends with its connection, %s, is whole, and so is the next one", async (_, head) => {
  const { proxy } = await proxiedSystem(`${head}${"up".repeat(50_000)}`);
  for (let i = 0; i < 2; i += 1) {
    const text = await said(proxy.port, "GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    expect(text).toBe(`${head}${"up".repeat(50_000)}`);
  }
});

test("a fault cuts an answer that ends with its connection like any other", async () => {
  const fault = { kind: "truncate", announced: "part" } as const;
  const { proxy } = await proxiedSystem("HTTP/1.0 200 OK\r\n\r\nabcd", fault);
  expect(await said(proxy.port, "GET / HTTP/1.1\r\nhost: x\r\n\r\n")).toBe(
    "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nab",
  );
});

test.each(["304 Not Modified", "204 No Content"])(
  "a %s has no body, whatever it announces",
  async (status) => {
    const answer = `HTTP/1.1 ${status}\r\ncontent-length: 100\r\n\r\n`;
    const { proxy } = await proxiedSystem(answer);
    const close = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    expect(await said(proxy.port, `GET / HTTP/1.1\r\nhost: x\r\n\r\n${close}`)).toBe(answer + answer);
  },
);
