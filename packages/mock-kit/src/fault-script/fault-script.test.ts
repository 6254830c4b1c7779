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
