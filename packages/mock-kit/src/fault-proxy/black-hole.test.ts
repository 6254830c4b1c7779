import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { ask, proxiedGreeter } from "./testing/proxied-greeter.ts";

/** Clients that try to connect, again and again, as those of a system in use do. */
function rush(port: number) {
  const sockets: Socket[] = [];
  let next: NodeJS.Immediate;
  const come = () => {
    for (let i = 0; i < 4; i += 1) sockets.push(connect(port, "127.0.0.1").on("error", () => {}));
    next = setImmediate(come);
  };
  come();
  const end = () => {
    clearImmediate(next);
    for (const socket of sockets.splice(0)) socket.destroy();
  };
  onTestFinished(end);
  return end;
}

test("a system in use becomes a black hole, and comes back, though clients are first in its queue", async () => {
  const { proxy, client } = await proxiedGreeter();
  const end = rush(proxy.port);
  for (let times = 0; times < 2; times += 1) {
    await proxy.apply({ kind: "black-hole" });
    await proxy.apply({ kind: "refuse" });
  }
  await proxy.apply({ kind: "black-hole" });
  end();
  await expect(ask(client)).rejects.toMatchObject({ code: "UND_ERR_CONNECT_TIMEOUT" });
  await proxy.apply(null);
  expect((await ask(client)).status).toBe(200);
});
