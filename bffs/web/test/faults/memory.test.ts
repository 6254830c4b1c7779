import { type FaultInput, openFaultProxy } from "@portico/mock-kit/faults";
import { createMockServer, environmentFor } from "@portico/mock-server";
import { expect, onTestFinished, test } from "vitest";
import { startBff } from "../hold/started-bff.ts";

const MIB = 1_024 * 1_024;

async function statusOf(url: string, user: number): Promise<number> {
  const response = await fetch(url, { headers: { "x-portico-user": String(user) } });
  await response.arrayBuffer();
  return response.status;
}

async function residentBytes(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
}

const FAULTS: readonly FaultInput[] = [
  { kind: "gzip-bomb", unpackedMib: 512 },
  { kind: "huge-body", bodyMib: 100, announced: true },
  { kind: "huge-body", bodyMib: 100, announced: false },
  { kind: "endless-chunks", bytes: 65_536, everyMs: 0 },
];
/** One SOAP system, one REST system. */
const PAGES = ["/v1/orders/5000001", "/v1/products/WIN-0001"];

test("a body without end is cut at the limit: a 502, and no more than 40 MiB of memory", async () => {
  const mocks = await createMockServer();
  const proxy = await openFaultProxy({ target: mocks.origin });
  onTestFinished(async () => {
    await proxy.close();
    await mocks.close();
  });
  const { url } = await startBff(environmentFor(proxy.origin));
  const page = (path: string, user = 100_001) => statusOf(`${url}${path}`, user);
  // As it is after a while: code compiled, pools open, heap grown to what pages take.
  for (let user = 100_001; user <= 100_060; user += 1) await page("/v1/home", user);

  for (const fault of FAULTS) {
    await proxy.apply(fault);
    const beforeBytes = await residentBytes(url);
    for (const path of PAGES) {
      expect([fault, path, await page(path)]).toEqual([fault, path, 502]);
      expect(((await residentBytes(url)) - beforeBytes) / MIB).toBeLessThanOrEqual(40);
    }
  }
});
