import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { ask, proxiedGreeter } from "./testing/proxied-greeter.ts";

test("a port that was taken while nobody listened is asked for again with the next change", async () => {
  const { proxy, client } = await proxiedGreeter({ kind: "refuse" });
  const thief = createServer().listen(proxy.port, "127.0.0.1");
  await once(thief, "listening");
  await expect(proxy.apply(null)).rejects.toMatchObject({ code: "EADDRINUSE" });
  thief.close();
  await once(thief, "close");
  await proxy.apply(null);
  expect((await ask(client)).status).toBe(200);
});

test("a proxy that is closed stays so, whatever a script still orders", async () => {
  const { proxy } = await proxiedGreeter();
  await proxy.close();
  await proxy.apply({ kind: "refuse" });
  await proxy.apply(null);
  const next = createServer().listen(proxy.port, "127.0.0.1");
  await once(next, "listening");
  expect(next.listening).toBe(true);
  next.close();
});
