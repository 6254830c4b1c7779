import type { Clock } from "@portico/core";
import { createCatalogMock } from "@portico/mock-catalog";
import { createCrmMock } from "@portico/mock-crm";
import { createErpMock } from "@portico/mock-erp";
import { type FetchServer, serveFetch, type Simulator } from "@portico/mock-kit";
import { answerControl, problem } from "./control.ts";

export interface MockServerOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Which estate: the same number is the same customers, products and orders. */
  readonly seed?: number;
  readonly clock?: Clock;
  readonly crmCredentials?: { readonly username: string; readonly password: string };
  readonly catalogApiKey?: string;
}

export interface MockServer extends FetchServer {
  readonly crm: Simulator;
  readonly erp: Simulator;
  readonly catalog: Simulator;
}

/**
 * All legacy systems on one port, each below its own name, with the control panel at `/_simulator`.
 * @throws the listen error, e.g. `EADDRINUSE`
 */
export async function createMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  const { seed, clock } = options;
  const crm = createCrmMock({ seed, clock, credentials: options.crmCredentials });
  const erp = createErpMock({ seed, clock });
  const catalog = createCatalogMock({ seed, clock, apiKey: options.catalogApiKey });
  const server = await serveFetch(router([crm, erp, catalog]), options);
  return { ...server, crm, erp, catalog };
}

function router(simulators: readonly Simulator[]): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const [, top] = pathname.split("/");
    if (top === "_simulator") return answerControl(request, simulators);
    if (pathname === "/health/ready") return Response.json({ status: "ready" });
    const simulator = simulators.find(({ name }) => name === top);
    if (simulator !== undefined) return simulator.fetch(request);
    const places = [...simulators.map(({ name }) => `/${name}/`), "/_simulator", "/health/ready"];
    return problem(404, "unknown-path", `Nothing at ${pathname}.`, { validPaths: places });
  };
}
