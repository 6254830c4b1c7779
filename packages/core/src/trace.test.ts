import { describe, expect, test } from "vitest";
import { continueTrace, toTraceparent } from "./trace.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";
const given = `00-${TRACE}-${PARENT}-01`;

describe("a traceparent that W3C Trace Context calls valid is continued", () => {
  test.each([
    ["sampled", given, true],
    ["not sampled", `00-${TRACE}-${PARENT}-00`, false],
    ["flags nobody knows yet, sampled", `00-${TRACE}-${PARENT}-ff`, true],
    ["flags nobody knows yet, not sampled", `00-${TRACE}-${PARENT}-fe`, false],
    ["a later version", `01-${TRACE}-${PARENT}-01`, true],
    ["a later version with more to it", `cc-${TRACE}-${PARENT}-01-what-the-future-will-be`, true],
  ])("%s", (_, header, sampled) => {
    const trace = continueTrace(header);
    expect(trace).toEqual({ traceId: TRACE, spanId: expect.stringMatching(/^[0-9a-f]{16}$/), sampled });
    expect(trace.spanId).not.toBe(PARENT);
  });
});

describe("a traceparent that is not valid begins a new, sampled trace", () => {
  test.each([
    ["absent", undefined],
    ["empty", ""],
    ["version ff", `ff-${TRACE}-${PARENT}-01`],
    ["version 00 with more to it", `${given}-extra`],
    ["version 00 with a dash too many", `${given}-`],
    ["a later version with more but no dash", `01-${TRACE}-${PARENT}-01extra`],
    ["an all-zero trace id", `00-${"0".repeat(32)}-${PARENT}-01`],
    ["an all-zero parent id", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["upper case", given.toUpperCase()],
    ["a trace id too short", `00-${TRACE.slice(1)}-${PARENT}-01`],
    ["a trace id too long", `00-${TRACE}0-${PARENT}-01`],
    ["a parent id too short", `00-${TRACE}-${PARENT.slice(1)}-01`],
    ["one-digit flags", `00-${TRACE}-${PARENT}-1`],
    ["three-digit flags", `00-${TRACE}-${PARENT}-011`],
    ["no version", given.slice(3)],
    ["two values joined", `${given}, ${given}`],
    ["a line break behind", `${given}\n`],
    ["spaces around", ` ${given} `],
  ])("%s", (_, header) => {
    const { traceId, spanId, sampled } = continueTrace(header);
    expect(traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
    expect(traceId).not.toBe(TRACE);
    expect(spanId).toMatch(/^(?!0+$)[0-9a-f]{16}$/);
    expect(sampled).toBe(true);
  });
});

test("what we send on is a traceparent the next system can continue", () => {
  for (const sampled of [true, false]) {
    const trace = { ...continueTrace(given), sampled };
    expect(continueTrace(toTraceparent(trace))).toMatchObject({ traceId: TRACE, sampled });
  }
});

test("ten thousand new traces have ten thousand ids", () => {
  const traces = Array.from({ length: 10_000 }, () => continueTrace(undefined));
  expect(new Set(traces.map(({ traceId }) => traceId)).size).toBe(10_000);
  expect(new Set(traces.map(({ spanId }) => spanId)).size).toBe(10_000);
});
