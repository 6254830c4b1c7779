import { testBff } from "@portico/bff-kit/testing";
import { fakeClock } from "@portico/core/testing";
import { createMockServer, environmentFor } from "@portico/mock-server";
import { createWebBff, openBackends, readConfig } from "../src/index.ts";

/** The BFF over the three simulators on a real port, with time in the test's hand. */
export async function openEstate(environment: Record<string, string> = {}) {
  const clock = fakeClock();
  const mocks = await createMockServer({ clock });
  const config = readConfig({ ...environmentFor(mocks.origin), ...environment });

  let backends = openBackends(config, clock);
  const build = () => createWebBff({ ...testBff, ports: backends.ports, clock });
  let app = build();

  return {
    clock,
    mocks,
    systems: [mocks.crm, mocks.erp, mocks.catalog],
    ports: () => backends.ports,
    get: (url: string, headers: Record<string, string> = {}, signal: AbortSignal | null = null) =>
      app.request(url, { headers: { "x-portico-user": "100001", ...headers }, signal }),
    /** As after a restart: nothing remembered, no circuit open, every simulator healthy. */
    async restart() {
      await backends.close();
      // A call we gave up on may still be on its way to its simulator: this one arrives after it.
      await fetch(`${mocks.origin}/health/ready`);
      backends = openBackends(config, clock);
      app = build();
      for (const simulator of [mocks.crm, mocks.erp, mocks.catalog]) {
        simulator.switchTo({ name: "healthy" });
        simulator.resetCalls();
      }
    },
    async close() {
      await backends.close();
      await mocks.close();
    },
  };
}

export type Estate = Awaited<ReturnType<typeof openEstate>>;
