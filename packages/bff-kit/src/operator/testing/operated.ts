import type { Circuit } from "@portico/core";
import { type FakeClock, fakeClock, testSite } from "@portico/core/testing";
import { breaker, bulkhead } from "@portico/resilience";
import { onTestFinished, vi } from "vitest";
import { serve } from "../../server/serve.ts";
import { operatorApi } from "../operator-api.ts";

export const TOKEN = "operator-token-of-these-tests-000";
export const service = { name: "test" };
export const order = { by: "ops@example.com", reason: "CRM upgrade, ticket 4711" };

export const OPEN = "/operator/circuits/crm/findCustomer/open";
export const PURGE = "/operator/cache/purge";

export interface Operated {
  readonly clock: FakeClock;
  readonly url: string;
  /** Of `crm`, `findCustomer`. */
  readonly circuit: Circuit;
  readonly purge: ReturnType<typeof vi.fn<(tags: readonly string[]) => Promise<{ everywhere: boolean }>>>;
  /** With the token. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** The same, with a body; a text goes as it is. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** The operator API of a process with two systems, one of them with a circuit and places, on a real port. */
export async function openOperated(): Promise<Operated> {
  const clock = fakeClock();
  const site = testSite({ system: "crm", operation: "findCustomer", clock });
  breaker({ failureRatio: 0.5, windowMs: 10_000, callsMin: 10, openMs: 5_000 }).open(site);
  bulkhead({ concurrentMax: 7, queuedMax: 0, queueMsMax: 0 }).open(site);
  const [circuit] = site.circuits;
  const [limit] = site.limits;
  if (circuit === undefined) throw new Error("The breaker showed no circuit.");
  const purge = vi.fn<(tags: readonly string[]) => Promise<{ everywhere: boolean }>>();
  purge.mockResolvedValue({ everywhere: true });
  const app = operatorApi({
    service,
    token: TOKEN,
    systems: [
      { system: "crm", circuits: site.circuits, limit },
      { system: "archive", circuits: [], limit: undefined },
    ],
    purge,
    connections: () => ({ redis: { state: "down", reason: "ECONNREFUSED" } }),
    clock,
  });
  const { url, drain } = await serve(app, { service, host: "127.0.0.1", port: 0 });
  onTestFinished(async () => {
    await drain(0);
    site.close();
  });
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, ...(init.headers as Record<string, string>) },
    });
  return {
    clock,
    url,
    circuit,
    purge,
    ask,
    post: (path, body, headers = {}) =>
      ask(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}

export const problemOf = async (response: Response) =>
  (await response.json()) as { code: string; errors?: { field: string; code: string }[] };
