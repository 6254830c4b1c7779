import { fakeClock } from "@portico/core/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import type { FaultInput } from "../fault-proxy/fault.ts";
import { readScript, ScriptInvalid } from "./read-script.ts";
import { faultWindows, playFaults, TimelineSchema } from "./timeline.ts";

const schema = z.strictObject({ name: z.string(), timeline: TimelineSchema });
const read = (text: string) => readScript(text, "bad-day.yaml", schema);

const FLAPPING = `
name: flapping
timeline:
  - system: erp
    atMs: 1000
    forMs: 500
    repeat: { times: 3, everyMs: 1000 }
    fault: { kind: refuse }
  - { system: crm, atMs: 1500, forMs: 100, fault: { kind: latency, delay: { fixedMs: 2000 } } }
`;

test("faults begin and end at their times, each in its turn", async () => {
  const clock = fakeClock();
  const seen: string[] = [];
  const proxy = (name: string) => ({
    apply: async (fault: FaultInput | null) =>
      void seen.push(`${clock.now()} ${name} ${fault?.kind ?? "well"}`),
  });
  const windows = faultWindows(read(FLAPPING).timeline);
  const { signal } = new AbortController();
  const played = playFaults(windows, { erp: proxy("erp"), crm: proxy("crm") }, { clock, signal });
  await clock.advance(5_000);
  await played;
  expect(seen).toEqual([
    "1000 erp refuse",
    "1500 erp well",
    "1500 crm latency",
    "1600 crm well",
    "2000 erp refuse",
    "2500 erp well",
    "3000 erp refuse",
    "3500 erp well",
  ]);
  expect(clock.pending).toBe(0);
});

test("a play that is called off leaves no timer", async () => {
  const clock = fakeClock();
  const stop = new AbortController();
  const played = playFaults(faultWindows(read(FLAPPING).timeline), {}, { clock, signal: stop.signal });
  stop.abort(new Error("enough"));
  await expect(played).rejects.toThrow("enough");
  expect(clock.pending).toBe(0);
});

test.each([
  ["a fault there is not", "{ kind: sleepy }", /^bad-day\.yaml:4 timeline\.0\.fault\.kind: Invalid/],
  ["a number out of bounds", "{ kind: huge-body, bodyMib: 5000 }", /:4 timeline\.0\.fault\.bodyMib: Too big/],
  ["a word there is not", "{ kind: hang, for: 3 }", /:4 timeline\.0\.fault: Unrecognized key: "for"/],
  [
    "a delay that is none",
    "{ kind: latency, delay: { seconds: 2 } }",
    /:4 timeline\.0\.fault\.delay: must be \{ fixedMs \}/,
  ],
  ["no YAML", "{ kind: hang", /^bad-day\.yaml:\d+ /],
  ["an alias of nothing", "*storm", /^bad-day\.yaml:4 Unresolved alias .*: storm$/],
])("%s is refused with file, line and path", (_, fault, problem) => {
  const text = `name: x\ntimeline:\n  - { system: erp, atMs: 0, forMs: 1,\n      fault: ${fault} }\n`;
  expect(() => read(text)).toThrow(ScriptInvalid);
  expect(() => read(text)).toThrow(problem);
});

test("every problem is told, not only the first", () => {
  const text = "timeline:\n  - system: ERP\n    atMs: -1\n    forMs: 1\n    fault: { kind: refuse }\n";
  expect(() => read(text)).toThrow(
    /bad-day\.yaml:1 name: .*\nbad-day\.yaml:2 timeline\.0\.system: .*\nbad-day\.yaml:3 timeline\.0\.atMs: /,
  );
});

test("two faults of one system at the same time are refused", () => {
  const text = FLAPPING.replace("system: crm", "system: erp").replace("atMs: 1500", "atMs: 1499");
  expect(() => read(text)).toThrow(
    "bad-day.yaml:9 timeline.1.atMs: erp has another fault from 1000 to 1500 ms",
  );
});

test("aliases of aliases without end are refused at the line that has too many", () => {
  const more = (of: string) => Array.from({ length: 9 }, () => `*${of}`).join(", ");
  const text = `a: &a [1, 2]\nb: &b [${more("a")}]\nc: &c [${more("b")}]\nd: &d [${more("c")}]\n`;
  expect(() => read(text)).toThrow(ScriptInvalid);
  expect(() => read(text)).toThrow(/^bad-day\.yaml:4 Excessive alias count/);
});

test("the longest timeline is read, and what is wrong at its end is found", () => {
  const step = (i: number) => ({
    system: "erp",
    fault: { kind: "refuse" },
    atMs: i * 60_000,
    forMs: 1,
    repeat: { times: 1_000, everyMs: 50 },
  });
  const steps = Array.from({ length: 50 }, (_, i) => step(i));
  expect(faultWindows(TimelineSchema.parse(steps))).toHaveLength(50_000);
  // The last of step 48 is from 2,929,950 ms to 2,929,951.
  const { error } = TimelineSchema.safeParse([...steps.slice(0, 49), { ...step(49), atMs: 2_929_950 }]);
  expect(error?.issues).toMatchObject([
    { path: [49, "atMs"], message: "erp has another fault from 2929950 to 2929951 ms" },
  ]);
});

const step = { system: "erp", fault: { kind: "refuse" }, atMs: 0, forMs: 1 };
const takes = (of: object) => TimelineSchema.safeParse([{ ...step, ...of }]).success;

test.each([
  ["atMs", 0, 3_600_000],
  ["forMs", 1, 3_600_000],
])("%s is a whole number from %d to %d", (name, min, max) => {
  expect([min, max].map((value) => takes({ [name]: value }))).toEqual([true, true]);
  expect([min - 1, min + 0.5, max + 1].map((value) => takes({ [name]: value }))).not.toContain(true);
});

test("a system is called as systems are: in small letters, digits and hyphens", () => {
  expect(["erp", "e", "erp-2"].map((system) => takes({ system }))).toEqual([true, true, true]);
  expect(["Erp", "eRP", "2erp", "", "erp.eu"].map((system) => takes({ system }))).not.toContain(true);
});

test("a fault comes 1 to 1,000 times, every 1 ms to 1 h; a day has 1 to 50", () => {
  const repeat = (times: number, everyMs: number) => takes({ repeat: { times, everyMs } });
  expect([repeat(1, 1), repeat(1_000, 1), repeat(2, 3_600_000)]).toEqual([true, true, true]);
  expect([repeat(0, 1), repeat(1_001, 1), repeat(1, 0), repeat(1, 3_600_001)]).not.toContain(true);
  const steps = (count: number) => Array.from({ length: count }, (_, i) => ({ ...step, atMs: i }));
  expect([1, 50].map((count) => TimelineSchema.safeParse(steps(count)).success)).toEqual([true, true]);
  expect([0, 51].map((count) => TimelineSchema.safeParse(steps(count)).success)).toEqual([false, false]);
});

test("what overlaps is said of the later step, whichever comes first in time, and of a step with itself", () => {
  const problem = (...steps: object[]) => TimelineSchema.safeParse(steps).error?.issues;
  expect(problem({ ...step, atMs: 5, forMs: 5 }, { ...step, atMs: 0, forMs: 6 })).toMatchObject([
    { path: [1, "atMs"], message: "erp has another fault from 5 to 10 ms" },
  ]);
  expect(problem({ ...step, forMs: 2, repeat: { times: 2, everyMs: 1 } })).toMatchObject([
    { path: [0, "atMs"], message: "erp has another fault from 0 to 2 ms" },
  ]);
  expect(problem({ ...step, forMs: 2, repeat: { times: 3, everyMs: 2 } })).toBeUndefined();
});

test("windows come in order of time, and changes are told when they hold", async () => {
  const timeline = TimelineSchema.parse([
    { ...step, atMs: 20 },
    { ...step, system: "crm", atMs: 10 },
  ]);
  const windows = faultWindows(timeline);
  expect(windows.map(({ system, fromMs, toMs }) => [system, fromMs, toMs])).toEqual([
    ["crm", 10, 11],
    ["erp", 20, 21],
  ]);
  const clock = fakeClock();
  await clock.advance(1_000);
  const [told, { signal }]: [string[], AbortController] = [[], new AbortController()];
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const proxies = { crm: { apply: () => opened }, erp: { apply: async () => {} } };
  const played = playFaults(windows, proxies, {
    clock,
    signal,
    onChange: ({ atMs, system, fault }) => void told.push(`${atMs} ${system} ${fault?.kind ?? "well"}`),
  });
  await clock.advance(15);
  expect(told).toEqual([]);
  open();
  await clock.advance(0);
  expect(told).toEqual(["10 crm refuse", "11 crm well"]);
  await clock.advance(5);
  expect(told.at(-1)).toBe("20 erp refuse");
  await clock.advance(1);
  await played;
  expect(told.at(-1)).toBe("21 erp well");
});

test("what ends at a moment ends before the next begins, in whatever order the windows come", async () => {
  const [clock, { signal }, seen] = [fakeClock(), new AbortController(), [] as unknown[]];
  const erp = { apply: async (fault: FaultInput | null) => void seen.push(fault?.kind ?? "well") };
  const windows = faultWindows(TimelineSchema.parse([step, { ...step, atMs: 1, fault: { kind: "hang" } }]));
  const played = playFaults(windows.toReversed(), { erp }, { clock, signal });
  await clock.advance(10);
  await played;
  expect(seen).toEqual(["refuse", "well", "hang", "well"]);
});

test("a problem of the whole file has no path, and one of YAML its own line, once", () => {
  expect(() => read("[]")).toThrow(/^bad-day\.yaml:1 Invalid input: expected object, received array$/);
  expect(() => read("timeline: []\n\nname: 1\n")).toThrow(/^bad-day\.yaml:3 name: /);
  expect(() => read("name: x\ntimeline:\n  - a: [1\n")).toThrow(/^bad-day\.yaml:4 (?!.*at line)/);
  try {
    read("name: 1\ntimeline: 2\n");
  } catch (error) {
    expect(error).toMatchObject({ code: "script_invalid", name: "ScriptInvalid" });
    expect((error as ScriptInvalid).problems).toHaveLength(2);
  }
  expect.assertions(5);
});
