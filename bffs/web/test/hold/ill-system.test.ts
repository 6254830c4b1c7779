import { fakeClock } from "@portico/core/testing";
import type { FaultInput } from "@portico/mock-kit/faults";
import { createMockServer, type MockServer } from "@portico/mock-server";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openFaultyEstate, type System } from "../faults/faulty-estate.ts";
import { isLong, TIMEOUT_MS } from "./form.ts";

/** Two requests each: 200 a second, in the test's time. */
const TICK_MS = 10;
const TICKS = (isLong ? 30_000 : 3_000) / TICK_MS;
const BUDGET_MS = 3_000;
const IN_FLIGHT_MAX = 64;

const FAULTS: Readonly<Record<string, FaultInput>> = {
  "drops every SYN": { kind: "black-hole" },
  hangs: { kind: "hang" },
  drips: { kind: "drip", bytes: 10, everyMs: 50 },
  "takes ten times as long": { kind: "latency", delay: { fixedMs: 800 } },
};

type Question = (n: number) => readonly [path: string, user: string];
const orders: Question = (n) => [`/v1/orders?page=${1 + (n % 3)}`, String(100_001 + n)];
const home: Question = (n) => ["/v1/home", String(100_001 + (n % 20))];
const products: Question = (n) => [`/v1/products?q=${n}`, "100001"];

/** Whose pages need the system that is ill, and whose know nothing of it. */
const CASES: readonly { readonly system: System; readonly needs: Question; readonly others: Question }[] = [
  { system: "erp", needs: orders, others: products },
  { system: "catalog", needs: products, others: orders },
];

let mocks: MockServer;
beforeAll(async () => {
  mocks = await createMockServer();
});
afterAll(() => mocks.close());

describe.each(CASES)("200 requests a second while the $system", ({ system, needs, others }) => {
  test.each(Object.keys(FAULTS))(
    "%s: it has few at a time, all are answered in time, and no other page notices",
    { timeout: TIMEOUT_MS },
    async (day) => {
      const clock = fakeClock(Date.now());
      const estate = await openFaultyEstate(mocks, { clock });
      onTestFinished(() => estate.close());
      // Its offers or orders are remembered or they are not: a page that can do without is a page.
      for (let n = 0; n < 20; n += 1) await estate.page(...home(n));
      await estate.proxies[system].apply(FAULTS[day] ?? null);

      const waiting = new Set<Promise<void>>();
      const tookMs: number[] = [];
      const statuses = new Set<number>();
      const ask = async (n: number) => {
        const startMs = clock.now();
        const { status } = await estate.page(...(n % 2 === 0 ? needs : home)(n));
        if (n % 2 === 1) expect(status).toBe(200);
        statuses.add(status);
        tookMs.push(clock.now() - startMs);
      };
      for (let n = 0; n < TICKS || waiting.size > 0; n += 1) {
        if (n < TICKS) {
          const asked = ask(n).finally(() => void waiting.delete(asked));
          waiting.add(asked);
        }
        // Time passes only when the others have their answer: they need none of it.
        const { status, body } = await estate.page(...others(n));
        expect([status, body["sectionStates"]]).toEqual([200, {}]);
        await clock.advance(TICK_MS);
      }
      expect(tookMs).toHaveLength(TICKS);
      expect(Math.max(...tookMs)).toBeLessThanOrEqual(BUDGET_MS);
      for (const status of statuses) expect([200, 503, 504]).toContain(status);
      expect(estate.proxies[system].report().inFlightMax).toBeLessThanOrEqual(IN_FLIGHT_MAX);
    },
  );
});
