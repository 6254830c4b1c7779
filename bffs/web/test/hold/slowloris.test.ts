import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { serve } from "@portico/bff-kit";
import { testBff } from "@portico/bff-kit/testing";
import { createMockServer, environmentFor } from "@portico/mock-server";
import { expect, onTestFinished, test } from "vitest";
import { createWebBff, openBackends, readConfig, service } from "../../src/index.ts";
import { openClient } from "./clients.ts";
import { isLong, TIMEOUT_MS } from "./form.ts";

const ATTACKERS = 500;
const DRIP_MS = 50;

const HEADERS_THAT_NEVER_END = "GET /v1/home HTTP/1.1\r\nhost: portico.test\r\nx-a: ";
const BODY_THAT_NEVER_ENDS =
  "POST /v1/home HTTP/1.1\r\nhost: portico.test\r\nx-portico-user: 100001\r\ncontent-length: 1000000\r\n\r\n";

/** The BFF on a port. In the short form a request has two seconds to arrive; in the long one what it has in production. */
async function start() {
  const mocks = await createMockServer();
  const backends = openBackends(readConfig(environmentFor(mocks.origin)));
  const app = createWebBff({ ...testBff, ports: backends.ports });
  const server = await serve(app, {
    service,
    host: "127.0.0.1",
    port: 0,
    ...(isLong ? {} : { arrival: { headersMsMax: 2_000, requestMsMax: 2_000 } }),
  });
  onTestFinished(async () => {
    await server.drain(0);
    await backends.close();
    await mocks.close();
  });
  return server.url;
}

/** Sends its first bytes at once and then one at a time, for as long as it is let. */
function attack(url: string, bytes: string) {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port) });
  let answer = "";
  socket.on("error", () => {}); // a reset is one way to be rid of it
  socket.setEncoding("latin1").on("data", (text: string) => (answer += text));
  socket.write(bytes);
  const drip = setInterval(() => socket.writable && socket.write("a"), DRIP_MS);
  socket.once("close", () => clearInterval(drip));
  onTestFinished(() => void socket.destroy());
  return { gone: once(socket, "close").then(() => answer) };
}

test(
  "five hundred clients that never finish asking are all sent away, and the others are served meanwhile",
  { timeout: TIMEOUT_MS },
  async () => {
    const url = await start();
    const attackers = Array.from({ length: ATTACKERS }, (_, i) =>
      attack(url, i % 5 === 0 ? BODY_THAT_NEVER_ENDS : HEADERS_THAT_NEVER_END),
    );
    const left = new Set(attackers);
    for (const attacker of attackers) void attacker.gone.then(() => left.delete(attacker));

    const { ask, close } = openClient(url);
    onTestFinished(close);
    let served = 0;
    while (left.size > 0) {
      expect((await ask("/v1/home")).status).toBe(200);
      served += 1;
    }
    expect(served).toBeGreaterThan(20);
    const answers = await Promise.all(attackers.map(({ gone }) => gone));
    // Whoever never finished its headers is told; a body nobody waits for does not keep its request from being answered.
    expect(new Set(answers.map((answer) => answer.slice(9, 12)))).toEqual(new Set(["405", "408"]));
  },
);
