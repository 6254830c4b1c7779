import { Client } from "undici";
import { expect, test } from "vitest";
import type { FaultInput } from "./fault.ts";
import { proxiedGreeter } from "./testing/proxied-greeter.ts";

/** What befell each of many connections, each with one question. */
async function onFreshConnections(origin: string, count: number): Promise<string> {
  let seen = "";
  for (let i = 0; i < count; i += 1) {
    const client = new Client(origin);
    seen += await client.request({ method: "GET", path: "/ada" }).then(
      ({ body }) => body.dump().then(() => "."),
      () => "x",
    );
    await client.destroy();
  }
  return seen;
}

test("reset on connect hits the share of connections it says, and no question of the others", async () => {
  const fault = { kind: "reset", at: "connect", percent: 50 } as const;
  const { proxy, greeter } = await proxiedGreeter(fault);
  const passed = (await onFreshConnections(proxy.origin, 40)).replaceAll("x", "").length;
  // By this seed, one draw per connection.
  expect(passed).toBe(17);
  expect(greeter.calls().total).toBe(passed);
  expect(proxy.report()).toMatchObject({ byOperation: { passed }, connections: 40 });
});

const faults: readonly FaultInput[] = [{ kind: "tls-failure" }, { kind: "reset", at: "connect" }];
test.each(faults)("%j is not met on a connection that was open before", async (fault) => {
  const { proxy, ask } = await proxiedGreeter();
  await ask();
  await proxy.apply(fault);
  expect((await ask()).status).toBe(200);
  expect(proxy.report()).toMatchObject({ byOperation: { passed: 2 }, connections: 1 });
});
