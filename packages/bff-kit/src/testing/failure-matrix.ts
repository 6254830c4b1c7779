import {
  type AnyBackendError,
  BackendOverloaded,
  BackendRejected,
  BackendTimeout,
  BackendUnavailable,
  CircuitOpen,
  type Clock,
  ContractBroken,
} from "@portico/core";
import { beforeAll, describe, expect, test } from "vitest";
import { createBff } from "../app.ts";
import { problemTypes } from "../edge/problem.ts";
import { testBff } from "./test-bff.ts";
import { type AnyScreen, Screen, type Section, STATES } from "../screen/screen.ts";

export interface FailureMatrixOptions {
  /** Ports that answer `url`: the opened adapters over healthy simulators, or their like. */
  readonly ports: () => object;
  /** A request that the screen answers with 200 when nothing fails, e.g. `/v1/orders/5000123`. */
  readonly url: () => string;
  readonly customerId: string;
  /** The one the ports run on. */
  readonly clock: () => Clock;
}

type Fate = "fresh" | "stale" | "fails";

/**
 * Runs the screen through every combination of its sections' failures and through every error of the closed list:
 * a required section decides the page, any other is marked and leaves its siblings as they are.
 */
export function failureMatrix(
  screen: AnyScreen,
  { ports, url, customerId, clock }: FailureMatrixOptions,
): void {
  const { sections } = screen;

  const ask = async (
    fates: readonly Fate[],
    error: () => AnyBackendError = () => new BackendTimeout("too late"),
  ) => {
    const app = createBff({
      ...testBff,
      screens: [
        new Screen(
          screen.url,
          screen,
          sections.map((section, i) => fated(section, fates[i], error)),
        ),
      ],
      ports: ports(),
      clock: clock(),
    });
    const response = await app.request(url(), { headers: { "x-portico-user": customerId } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  describe(`${screen.name}, in every combination of section failures`, () => {
    let healthy: Awaited<ReturnType<typeof ask>>;
    beforeAll(async () => {
      healthy = await ask(sections.map(() => "fresh"));
    });

    test("answers 200 with every section when nothing fails, each as its schema says", () => {
      expect(healthy.status).toBe(200);
      expect(healthy.body[STATES]).toEqual({});
      for (const { name, schema } of sections)
        expect(schema.safeParse(healthy.body[name]).error).toBeUndefined();
    });

    test.each(combinations(sections))("$title", async ({ fates }) => {
      const { status, body } = await ask(fates);
      const fatal = sections.filter(({ need }, i) => need === "required" && fates[i] === "fails");
      if (fatal.length > 0) {
        expect(status).toBe(504);
        expect(fatal.map(({ name }) => name)).toContain(body["section"]);
        return;
      }
      expect(status).toBe(200);
      const marked = sections.flatMap(({ name }, i) => (fates[i] === "fresh" ? [] : [name]));
      const dependents = dependentsOf(sections, marked);
      for (const [i, section] of sections.entries()) {
        if (dependents.has(section.name)) continue;
        const state = states(body)[section.name];
        if (fates[i] === "fresh") expect(state).toBeUndefined();
        if (fates[i] === "stale")
          expect(state).toMatchObject({ state: "stale", asOf: AS_OF, reason: "circuit_open" });
        if (fates[i] === "fails") {
          expect(state).toEqual({
            state: section.otherwise ? "partial" : "unavailable",
            reason: "backend_timeout",
          });
          if (section.otherwise === undefined) expect(body[section.name]).toBeNull();
          else expect(section.schema.safeParse(body[section.name]).error).toBeUndefined();
        } else {
          expect(body[section.name]).toEqual(healthy.body[section.name]);
        }
      }
      expect([...marked, ...dependents]).toEqual(expect.arrayContaining(Object.keys(states(body))));
    });

    test.each(errors)("says $code when that is why a section failed", async ({ code, error }) => {
      for (const [i, section] of sections.entries()) {
        const { status, body } = await ask(
          sections.map((_, j) => (i === j ? "fails" : "fresh")),
          error,
        );
        if (section.need === "required") {
          expect({ status, code: body["code"] }).toEqual({ status: problemTypes[code].status, code });
        } else {
          expect(status).toBe(200);
          expect(states(body)[section.name]).toMatchObject({ reason: code });
        }
      }
    });
  });
}

const states = (body: Record<string, unknown>) => body[STATES] as Record<string, unknown>;

const AS_OF_MS = Date.UTC(2026, 9, 1, 12);
const AS_OF = new Date(AS_OF_MS).toISOString();

function fated(section: Section, fate: Fate | undefined, error: () => AnyBackendError): Section {
  if (fate === "fails") return { ...section, load: () => Promise.reject(error()) };
  if (fate !== "stale") return section;
  return {
    ...section,
    load: (ports, request) => {
      request.call.onStale({ asOfMs: AS_OF_MS, reason: "circuit_open", retryAfterMs: undefined });
      return section.load(ports, request);
    },
  };
}

/** Every way the sections can fare together; only a `staleOk` section may be stale. */
function combinations(sections: readonly Section[]): { title: string; fates: Fate[] }[] {
  const all = sections.reduce<Fate[][]>(
    (rows, { need }) => {
      const fates: Fate[] = need === "staleOk" ? ["fresh", "stale", "fails"] : ["fresh", "fails"];
      return rows.flatMap((row) => fates.map((fate) => [...row, fate]));
    },
    [[]],
  );
  return all.map((fates) => ({
    fates,
    title: sections
      .map(({ name }, i) => `${name} ${fates[i] === "fails" ? "fails" : `is ${fates[i]}`}`)
      .join(", "),
  }));
}

/** Sections that wait for one that is marked may be marked for its sake. */
function dependentsOf(sections: readonly Section[], marked: readonly string[]): Set<string> {
  const dependents = new Set<string>();
  for (const { name, after } of sections) {
    if (after.some((other) => marked.includes(other) || dependents.has(other))) dependents.add(name);
  }
  return dependents;
}

const errors = [
  { code: "backend_timeout", error: () => new BackendTimeout("secret") },
  { code: "backend_unavailable", error: () => new BackendUnavailable("secret") },
  { code: "backend_overloaded", error: () => new BackendOverloaded("secret") },
  { code: "circuit_open", error: () => new CircuitOpen("secret", { retryAfterMs: 5_000 }) },
  { code: "backend_rejected", error: () => new BackendRejected("secret") },
  { code: "contract_broken", error: () => new ContractBroken("secret") },
] as const;
