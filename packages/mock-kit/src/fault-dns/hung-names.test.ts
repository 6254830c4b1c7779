import dns from "node:dns";
import { testCall } from "@portico/core/testing";
import { createHttpClient } from "@portico/http";
import { expect, onTestFinished, test, vi } from "vitest";
import { createGreeter } from "../testing/greeter.ts";
import { serveFetch } from "../serve-fetch.ts";
import { openFaultDns } from "./fault-dns.ts";

const HUNG = Array.from({ length: 8 }, (_, i) => `hung-${i}.test`);

test("eight systems whose names hang do not delay one whose name is known", async () => {
  const greeter = createGreeter();
  const server = await serveFetch(greeter.fetch);
  const names = await openFaultDns({
    "healthy.test": { address: "127.0.0.1" },
    ...Object.fromEntries(HUNG.map((name) => [name, "silent" as const])),
  });
  const systemServers = dns.getServers();
  dns.setServers([names.address]);
  const clientOf = (name: string) =>
    createHttpClient({ url: `http://${name}:${server.port}`, connectTimeoutMs: 60_000 });
  const hung = HUNG.map(clientOf);
  const healthy = clientOf("healthy.test");
  onTestFinished(async () => {
    dns.setServers(systemServers);
    await Promise.all([...hung, healthy].map((client) => client.close()));
    await names.close();
    await server.close();
  });

  const question = { method: "GET", path: "/ada" } as const;
  const waiting = hung.map((client) => client.request(question, testCall()));
  for (const answer of waiting) answer.catch(() => {});
  await vi.waitFor(() => expect(HUNG.filter((name) => !(name in names.asked()))).toEqual([]));
  // Node's own lookup has four threads: the ninth name would wait until one of the eight has given up.
  const first = await Promise.race([healthy.request(question, testCall()), ...waiting]);
  expect(first.status).toBe(200);
  expect(greeter.calls().total).toBe(1);
  await expect(Promise.any(waiting)).rejects.toMatchObject({
    errors: HUNG.map(() => expect.objectContaining({ code: "backend_unavailable" })),
  });
});
