import { events } from "@portico/core";
import type { FakeClock } from "@portico/core/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type AnyScreen, type Section, STATES } from "../screen/screen.ts";

/** What is needed of a simulator; those made with mock-kit have it. */
export interface SimulatedSystem {
  readonly name: string;
  readonly scenarios: readonly { readonly name: string }[];
  switchTo(choice: { readonly name: string }): unknown;
  calls(): { readonly total: number; readonly inFlight: number };
}

/** A BFF over its simulators on a real port, all on one clock. */
export interface SimulatedEstate {
  readonly clock: FakeClock;
  readonly systems: readonly SimulatedSystem[];
  readonly get: (url: string, headers?: Record<string, string>) => Response | Promise<Response>;
  /** Nothing remembered, no circuit open, every simulator healthy. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface BadDaysOptions {
  readonly screens: readonly AnyScreen[];
  /** One request per screen, by its name, that a healthy estate answers with 200. */
  readonly urlsOf: (get: SimulatedEstate["get"]) => Promise<Readonly<Record<string, string>>>;
  /** The system that answers each port. */
  readonly systemOf: Readonly<Record<string, string>>;
  readonly open: () => Promise<SimulatedEstate>;
}

/** The days every system can have: the standard scenarios of a simulator, without the good one. */
const BAD_DAYS = [
  "slow",
  "hangs",
  "refuses",
  "resets-mid-body",
  "truncated",
  "malformed",
  "wrong-content-type",
  "fault",
  "intermittent",
];

/**
 * Every screen on every bad day of every system: answered within its budget, each section either what it is on a good
 * day or marked, and a section that does not use the system untouched.
 */
export function badDays({ screens, urlsOf, systemOf, open }: BadDaysOptions): void {
  describe.each(screens)("$name on a bad day", (screen) => {
    let estate: SimulatedEstate;
    let url: string;
    let goodDay: Record<string, unknown>;
    beforeAll(async () => {
      estate = await open();
      url = (await urlsOf(estate.get))[screen.name] ?? "";
      const response = await estate.get(url);
      goodDay = (await response.json()) as Record<string, unknown>;
      expect(response.status).toBe(200);
    });
    beforeEach(() => estate.restart());
    afterAll(() => estate.close());

    const days = [...new Set(Object.values(systemOf))].flatMap((system) =>
      BAD_DAYS.map((scenario) => ({ system, scenario })),
    );
    test.each(days)("$system $scenario: within budget, nothing lost but what is marked", async (day) => {
      const broken = estate.systems.find(({ name }) => name === day.system);
      if (broken === undefined) throw new Error(`There is no simulator named "${day.system}".`);
      broken.switchTo({ name: day.scenario });
      const uses = ({ from }: Section) => from.some((port) => systemOf[port] === day.system);
      const untouched = screen.sections.filter((section) => !uses(section)).map(({ name }) => name);
      const { status, body } = await answerInTime(estate, screen, url, broken, untouched);

      if (status !== 200) {
        const needed = screen.sections.filter((section) => section.need === "required" && uses(section));
        expect([502, 503, 504]).toContain(status);
        expect(needed.map(({ name }) => name)).toContain(body["section"]);
        return;
      }
      const states = body[STATES] as Record<string, unknown>;
      for (const { name, schema } of screen.sections) {
        if (untouched.includes(name)) expect(states).not.toHaveProperty(name);
        if (name in states) expect(schema.nullable().safeParse(body[name]).error).toBeUndefined();
        else expect(body[name]).toEqual(goodDay[name]);
      }
    });
  });
}

/**
 * Asks, lets everything that can be answered be answered, then lets the rest of the budget pass at once. Between two
 * tries nobody has the question in hand: only time helps then.
 */
async function answerInTime(
  { get, clock }: SimulatedEstate,
  screen: AnyScreen,
  url: string,
  broken: SimulatedSystem,
  untouched: readonly string[],
) {
  const reported = new Set<string>();
  const stop = events.section.subscribe(({ section }) => void reported.add(section));
  try {
    let settled = false;
    let passedMs = 0;
    const asked = Promise.resolve(get(url)).finally(() => (settled = true));
    await vi.waitFor(async () => {
      const othersAnswered = untouched.every((name) => reported.has(name));
      const brokenAsked = broken.calls().inFlight > 0;
      if (!settled && othersAnswered && !brokenAsked) {
        passedMs += PAUSE_STEP_MS;
        await clock.advance(PAUSE_STEP_MS);
      }
      expect(settled || (othersAnswered && brokenAsked)).toBe(true);
    }, WAIT);
    await clock.advance(Math.max(0, screen.budgetMs - passedMs));
    const response = await asked;
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  } finally {
    stop();
  }
}

const PAUSE_STEP_MS = 10;
const WAIT = { interval: 2, timeout: 10_000 };
