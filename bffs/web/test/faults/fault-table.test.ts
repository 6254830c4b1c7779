import dns from "node:dns";
import { isBackendError } from "@portico/core";
import { type FaultDns, type FaultInput, faultKinds, openFaultDns } from "@portico/mock-kit/faults";
import { createMockServer, type MockServer } from "@portico/mock-server";
import { afterAll, beforeAll, describe, expect, test, type TestContext, vi } from "vitest";
import { type FaultyEstate, type FaultyEstateOptions, openFaultyEstate } from "./faulty-estate.ts";

/** `ok`: the answer, as if nothing had been. */
type Outcome = "ok" | "timeout" | "unavailable" | "broken";

interface Row {
  readonly fault: FaultInput;
  readonly soap: Outcome;
  /** Where it is not what the SOAP call meets. */
  readonly rest?: Outcome;
  readonly before?: string;
}

/** What a caller learns of every fault there is. */
const TABLE: readonly Row[] = [
  { fault: { kind: "refuse" }, soap: "unavailable" },
  { fault: { kind: "black-hole" }, soap: "unavailable" },
  { fault: { kind: "reset", at: "connect" }, soap: "unavailable" },
  { fault: { kind: "reset", at: "request" }, soap: "unavailable" },
  { fault: { kind: "reset", at: "head" }, soap: "unavailable" },
  { fault: { kind: "reset", at: "body" }, soap: "unavailable" },
  { fault: { kind: "hang", at: "request" }, soap: "timeout" },
  { fault: { kind: "hang", at: "head" }, soap: "timeout" },
  { fault: { kind: "hang", at: "body" }, soap: "timeout" },
  { fault: { kind: "latency", delay: { fixedMs: 5 } }, soap: "ok" },
  { fault: { kind: "latency", delay: { fixedMs: 60_000 } }, soap: "timeout" },
  { fault: { kind: "drip", bytes: 1, everyMs: 100 }, soap: "timeout" },
  { fault: { kind: "bandwidth", bytesPerS: 100 }, soap: "timeout" },
  { fault: { kind: "bandwidth", bytesPerS: 10_000_000 }, soap: "ok" },
  { fault: { kind: "truncate", announced: "whole" }, soap: "unavailable" },
  { fault: { kind: "truncate", announced: "part" }, soap: "broken" },
  { fault: { kind: "truncate", announced: "part", bodyShare: 0 }, soap: "broken" },
  { fault: { kind: "garbage", instead: "answer" }, soap: "broken" },
  { fault: { kind: "garbage", instead: "body" }, soap: "broken" },
  { fault: { kind: "wrong-length", byBytes: 10 }, soap: "timeout" },
  { fault: { kind: "wrong-length", byBytes: -10 }, soap: "broken" },
  // Two lengths cannot be told from an answer that breaks off: packages/http/README.md.
  { fault: { kind: "duplicate-headers", header: "content-length" }, soap: "unavailable" },
  { fault: { kind: "duplicate-headers", header: "transfer-encoding" }, soap: "broken" },
  // The first type is the right one, and so is the body: JSON is read, SOAP is stricter.
  { fault: { kind: "duplicate-headers", header: "content-type" }, soap: "broken", rest: "ok" },
  { fault: { kind: "gzip-bomb", unpackedMib: 512 }, soap: "broken" },
  { fault: { kind: "huge-body", announced: true }, soap: "broken" },
  { fault: { kind: "huge-body", announced: false }, soap: "broken" },
  { fault: { kind: "endless-chunks", bytes: 65_536, everyMs: 0 }, soap: "broken" },
  { fault: { kind: "endless-chunks", bytes: 1, everyMs: 100 }, soap: "timeout" },
  { fault: { kind: "tls-failure" }, soap: "unavailable", before: "https://127.0.0.1" },
  { fault: { kind: "interim-flood", status: 102 }, soap: "ok" },
  { fault: { kind: "interim-flood", status: 103 }, soap: "ok" },
  // undici hangs up on a `100 Continue` it did not ask for: packages/http/README.md.
  { fault: { kind: "interim-flood", status: 100 }, soap: "unavailable" },
  { fault: { kind: "close-race", when: "after-answer" }, soap: "ok" },
  { fault: { kind: "close-race", when: "on-reuse" }, soap: "ok" },
];

const CODES = {
  ok: "ok",
  timeout: "backend_timeout",
  unavailable: "backend_unavailable",
  broken: "contract_broken",
} as const;
const STATUS = { ok: 200, timeout: 504, unavailable: 503, broken: 502 } as const;

let mocks: MockServer;
beforeAll(async () => {
  mocks = await createMockServer();
});
afterAll(() => mocks.close());

test("the table has every fault there is", () => {
  expect(new Set(TABLE.map(({ fault }) => fault.kind))).toEqual(new Set(faultKinds));
});

describe.concurrent("a caller before a legacy system with", () => {
  test.for(TABLE.map((row) => [JSON.stringify(row.fault), row] as const))(
    "%s learns what happened, remembers nothing of it, and shows it",
    async ([, { fault, soap, rest = soap, before }], { onTestFinished }) => {
      const estate = await open(onTestFinished, before === undefined ? {} : { before });
      await estate.apply(fault);
      const met = Promise.all([
        outcomeOf(estate.soap()),
        outcomeOf(estate.rest()),
        estate.page("/v1/home"),
        estate.page("/v1/products/WIN-0002"),
      ]);
      const [soapMet, restMet, home, product] = await letPass(estate, met, soap);
      expect({ soapMet, restMet }).toEqual({ soapMet: CODES[soap], restMet: CODES[rest] });
      expect(home.status).toBe(STATUS[soap]);
      expect(product.status).toBe(STATUS[rest]);
      if (soap === "ok") expect(home.body["sectionStates"]).toEqual({});
      else expect(home.body).toMatchObject({ code: CODES[soap], section: "customer" });
      if (before !== undefined) return;

      await estate.apply(null);
      const healed = Promise.all([estate.soap(), estate.rest(), estate.page("/v1/home")]);
      expect(await letPass(estate, healed, "ok")).toMatchObject([
        { id: "100001" },
        { sku: "WIN-0001" },
        { status: 200, body: { sectionStates: {} } },
      ]);
    },
  );

  test.for(
    TABLE.filter(({ soap, before }) => soap !== "ok" && before === undefined).map(
      (row) => [JSON.stringify(row.fault), row] as const,
    ),
  )(
    "%s where the page can do without it: 200, marked, and nothing else is missing",
    async ([, { fault, soap, rest = soap }], { onTestFinished }) => {
      const estate = await open(onTestFinished);
      await Promise.all([estate.proxies.erp.apply(fault), estate.proxies.catalog.apply(fault)]);
      const { status, body } = await letPass(estate, estate.page("/v1/home"), soap);
      expect(status).toBe(200);
      expect(body).toMatchObject({ customer: { id: "100001" }, recentOrders: null });
      const states = {
        recentOrders: unavailable(soap),
        ...(rest === "ok" ? {} : { featured: unavailable(rest) }),
      };
      expect(body["sectionStates"]).toEqual(states);
      expect(body["featured"] === null).toBe(rest !== "ok");
    },
  );
});

describe("where names are looked up", () => {
  const systemServers = dns.getServers();
  let nameServer: FaultDns;
  beforeAll(async () => {
    nameServer = await openFaultDns();
    dns.setServers([nameServer.address]);
  });
  afterAll(async () => {
    dns.setServers(systemServers);
    await nameServer.close();
  });

  test.for(["nxdomain", "servfail", "silent"] as const)(
    "a name server that says %s makes a system unavailable, until it says better",
    async (answer, { onTestFinished }) => {
      nameServer.set("legacy.test", answer);
      const estate = await open(onTestFinished, { before: "http://legacy.test" });
      const met = Promise.all([outcomeOf(estate.soap()), outcomeOf(estate.rest()), estate.page("/v1/home")]);
      expect(await letPass(estate, met, "unavailable")).toMatchObject([
        "backend_unavailable",
        "backend_unavailable",
        { status: 503 },
      ]);
      nameServer.set("legacy.test", { address: "127.0.0.1" });
      // What was asked before may still wait for the silent one.
      await vi.waitFor(async () => expect(await letPass(estate, outcomeOf(estate.rest()), "ok")).toBe("ok"), {
        interval: 500,
        timeout: 15_000,
      });
    },
  );
});

/** `onFinished` is the test's own: several run at a time. */
async function open(onFinished: TestContext["onTestFinished"], options: FaultyEstateOptions = {}) {
  const estate = await openFaultyEstate(mocks, options);
  onFinished(() => estate.close());
  return estate;
}

/**
 * Lets time pass until it is answered: faster where time is what the fault takes, else just enough for the pause before
 * a second try. Systems and BFF share this thread, so that none of them falls behind its clock.
 */
async function letPass<Answer>(
  { clock }: FaultyEstate,
  answer: Promise<Answer>,
  outcome: Outcome,
): Promise<Answer> {
  let isSettled = false;
  const settled = answer.finally(() => (isSettled = true));
  settled.catch(() => {});
  const pass = async () => {
    await clock.advance(outcome === "timeout" ? 10 : 1);
    expect(isSettled).toBe(true);
  };
  await vi.waitFor(pass, { interval: 5, timeout: 15_000 });
  return settled;
}

const unavailable = (outcome: Outcome) => ({ state: "unavailable", reason: CODES[outcome] });

const outcomeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    (value) => (value === null ? "null" : "ok"),
    (error: unknown) => (isBackendError(error) ? error.code : String(error)),
  );
