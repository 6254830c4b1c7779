import dns from "node:dns";
import { testCall } from "@portico/core/testing";
import { createHttpClient } from "@portico/http";
import { serveFetch } from "@portico/mock-kit";
import { openFaultDns } from "@portico/mock-kit/faults";
import type { Section } from "../page/section.ts";
import { table } from "../table.ts";

const HUNG = Array.from({ length: 8 }, (_, i) => `hung-${i}.test`);
const question = { method: "GET", path: "/" } as const;

/** What the first call to a healthy system takes while eight names are looked up that nobody answers for. */
export async function hungNames(): Promise<Section> {
  const server = await serveFetch(async () => Response.json({}));
  const names = await openFaultDns({
    "first.test": { address: "127.0.0.1" },
    "healthy.test": { address: "127.0.0.1" },
    ...Object.fromEntries(HUNG.map((name) => [name, "silent" as const])),
  });
  const systemServers = dns.getServers();
  dns.setServers([names.address]);
  const clients = ["first.test", "healthy.test", ...HUNG].map((name) =>
    createHttpClient({ url: `http://${name}:${server.port}`, connectTimeoutMs: 60_000 }),
  );
  const [first, healthy, ...hung] = clients;
  // The first call of a process pays for what it is the first to need.
  await first!.request(question, testCall());
  const waiting = Promise.allSettled(hung.map((client) => client.request(question, testCall())));
  try {
    const startMs = performance.now();
    await healthy!.request(question, testCall());
    const tookMs = performance.now() - startMs;
    return {
      text: table([`while ${HUNG.length} names hang`, "ms"], [["first call to another", tookMs.toFixed(1)]]),
      figures: { tookMs },
      goals: [{ what: "hung names: ms to a healthy system", measured: tookMs, atMost: 50 }],
    };
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await waiting;
    dns.setServers(systemServers);
    await names.close();
    await server.close();
  }
}
