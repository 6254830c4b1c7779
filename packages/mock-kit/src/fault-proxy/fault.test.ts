import { expect, test } from "vitest";
import { type FaultInput, FaultSchema } from "./fault.ts";

const MIB = 1_048_576;

test.each<[FaultInput, object]>([
  [{ kind: "refuse" }, {}],
  [{ kind: "black-hole" }, {}],
  [{ kind: "tls-failure" }, {}],
  [{ kind: "reset", at: "head" }, { percent: 100 }],
  [{ kind: "hang" }, { at: "request", percent: 100 }],
  [{ kind: "latency", delay: { fixedMs: 1 } }, { percent: 100 }],
  [{ kind: "drip" }, { bytes: 1, everyMs: 100, percent: 100 }],
  [{ kind: "bandwidth", bytesPerS: 1 }, {}],
  [{ kind: "truncate" }, { bodyShare: 0.5, announced: "whole", percent: 100 }],
  [{ kind: "garbage" }, { instead: "answer", bytes: 512, percent: 100 }],
  [{ kind: "wrong-length" }, { byBytes: 10, percent: 100 }],
  [{ kind: "duplicate-headers" }, { header: "content-length", percent: 100 }],
  [{ kind: "gzip-bomb" }, { unpackedMib: 1_024, percent: 100 }],
  [{ kind: "huge-body" }, { bodyMib: 100, announced: false, percent: 100 }],
  [{ kind: "endless-chunks" }, { bytes: 16_384, everyMs: 10, percent: 100 }],
  [{ kind: "interim-flood" }, { status: 103, count: 1_000, percent: 100 }],
  [{ kind: "close-race" }, { when: "on-reuse", percent: 100 }],
])("%j has a default for all it leaves out", (fault, defaults) => {
  expect(FaultSchema.parse(fault)).toEqual({ ...fault, ...defaults });
});

test.each([
  ["hang", "percent", 0, 100],
  ["drip", "bytes", 1, MIB],
  ["drip", "everyMs", 0, 60_000],
  ["bandwidth", "bytesPerS", 1, 1_024 * MIB],
  ["truncate", "bodyShare", 0, 1],
  ["garbage", "bytes", 1, MIB],
  ["wrong-length", "byBytes", -MIB, MIB],
  ["gzip-bomb", "unpackedMib", 1, 4_096],
  ["huge-body", "bodyMib", 1, 4_096],
  ["endless-chunks", "bytes", 1, MIB],
  ["endless-chunks", "everyMs", 0, 60_000],
  ["interim-flood", "count", 1, 1_000_000],
])("%s takes %s from %d to %d and nothing beyond", (kind, name, min, max) => {
  const takes = (value: number) => FaultSchema.safeParse({ kind, [name]: value }).success;
  expect([takes(min), takes(max)]).toEqual([true, true]);
  expect([takes(min - 0.5), takes(max + 0.5), takes(min - 1), takes(max + 1)]).not.toContain(true);
});
