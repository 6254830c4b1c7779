import { createServer, type Socket } from "node:net";
import { listenOnFreePort } from "@portico/core/testing";
import { Client } from "undici";
import { expect, onTestFinished, test, vi } from "vitest";
import { openFaultProxy } from "./fault-proxy.ts";
import { proxiedGreeter } from "./testing/proxied-greeter.ts";

test("a question that may have done something is put once, though the system breaks off", async () => {
  const { greeter, ask, proxy } = await proxiedGreeter();
  await ask();
  greeter.resetCalls();
  greeter.switchTo({ name: "refuses" });
  await expect(ask({ method: "POST", body: "an order" })).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(greeter.calls().byOperation).toEqual({ tell: 1 });
  expect(proxy.report().total).toBe(2);
});

test("a question whose answer had begun is not put again, whatever it is", async () => {
  const { greeter, ask } = await proxiedGreeter();
  await ask();
  greeter.resetCalls();
  greeter.switchTo({ name: "resets-mid-body" });
  await expect(ask()).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(greeter.calls().byOperation).toEqual({ greet: 1 });
});

test("a question whose client has left is not put again", async () => {
  const { greeter, ask, proxy } = await proxiedGreeter();
  await ask();
  greeter.switchTo({ name: "hangs" });
  const caller = new AbortController();
  const answer = ask({ signal: caller.signal });
  answer.catch(() => {});
  await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(1));
  caller.abort();
  await vi.waitFor(() => expect([greeter.calls().inFlight, proxy.report().inFlight]).toEqual([0, 0]));
  expect(greeter.calls().total).toBe(2);
});

test("a GET that met a connection the system had just given up is put again over a new one", async () => {
  const lines: Socket[] = [];
  const system = createServer((line) => {
    lines.push(line);
    line.once("data", () => {
      line.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nup");
      // What comes next finds it closed.
      line.once("data", () => line.destroy());
    });
  });
  const proxy = await openFaultProxy({ target: `http://127.0.0.1:${await listenOnFreePort(system)}` });
  const client = new Client(proxy.origin);
  onTestFinished(async () => {
    await client.destroy();
    await proxy.close();
    system.close();
  });
  for (let i = 0; i < 2; i += 1) {
    const { body } = await client.request({ method: "GET", path: "/" });
    expect(await body.text()).toBe("up");
  }
  await vi.waitFor(() => expect(lines).toHaveLength(2));
});
