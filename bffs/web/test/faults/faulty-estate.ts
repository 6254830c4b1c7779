import { testBff } from "@portico/bff-kit/testing";
import { type FakeClock, fakeClock, testCall } from "@portico/core/testing";
import { type FaultInput, type FaultProxy, openFaultProxy } from "@portico/mock-kit/faults";
import { environmentFor, type MockServer } from "@portico/mock-server";
import { createWebBff, openBackends, readConfig } from "../../src/index.ts";

export const SYSTEMS = ["crm", "erp", "catalog"] as const;
export type System = (typeof SYSTEMS)[number];

export interface FaultyEstateOptions {
  /** The part of a URL before `:port`; default `http://127.0.0.1`. */
  readonly before?: string;
  /** Also moves the faults: what they take then takes as long for the BFF. Default: faults take real time. */
  readonly clock?: FakeClock;
}

/**
 * A BFF over the simulators, with a fault proxy before each of them. Sockets and proxies are real; the BFF's time is the
 * test's, so that no machine is too busy for a deadline.
 */
export async function openFaultyEstate(
  mocks: MockServer,
  { before = "http://127.0.0.1", clock: given }: FaultyEstateOptions = {},
) {
  const proxies = {} as Record<System, FaultProxy>;
  for (const system of SYSTEMS) {
    proxies[system] = await openFaultProxy({
      target: mocks.origin,
      ...(given === undefined ? {} : { clock: given }),
    });
  }
  const environment = environmentFor(mocks.origin);
  const through = (url: string, { port }: FaultProxy) => url.replace(mocks.origin, `${before}:${port}`);
  const config = readConfig({
    ...environment,
    CRM_URL: through(environment.CRM_URL, proxies.crm),
    ERP_URL: through(environment.ERP_URL, proxies.erp),
    CATALOG_URL: through(environment.CATALOG_URL, proxies.catalog),
  });
  // The CRM takes no signature of another day.
  const clock = given ?? fakeClock(Date.now());
  const backends = openBackends(config, clock);
  const app = createWebBff({ ...testBff, ports: backends.ports, clock });
  return {
    clock,
    proxies,
    apply: (fault: FaultInput | null) => Promise.all(SYSTEMS.map((system) => proxies[system].apply(fault))),
    /** One call of a SOAP adapter, one of a REST adapter, and one page each that can and cannot do without. */
    soap: () => backends.ports.customers.findCustomer({ customerId: "100001" }, testCall({ clock })),
    rest: () => backends.ports.products.findProduct({ sku: "WIN-0001" }, testCall({ clock })),
    page: async (path: string, user = "100001") => {
      const response = await app.request(path, { headers: { "x-portico-user": user } });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async close() {
      await backends.close();
      for (const system of SYSTEMS) await proxies[system].close();
    },
  };
}

export type FaultyEstate = Awaited<ReturnType<typeof openFaultyEstate>>;
