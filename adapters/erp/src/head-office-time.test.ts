import { expect, test } from "vitest";
import { toInstant } from "./head-office-time.ts";

test.each([
  ["a winter day", "2026-01-15T09:30:00", "2026-01-15T09:30:00+01:00"],
  ["a summer day", "2026-07-15T09:30:00", "2026-07-15T09:30:00+02:00"],
  ["the last second of winter time", "2026-03-29T01:59:59", "2026-03-29T01:59:59+01:00"],
  ["the hour that never happens", "2026-03-29T02:30:00", "2026-03-29T02:30:00+01:00"],
  ["the first second of summer time", "2026-03-29T03:00:00", "2026-03-29T03:00:00+02:00"],
  ["the hour that happens twice, the first time", "2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"],
  ["the first second of winter time", "2026-10-25T03:00:00", "2026-10-25T03:00:00+01:00"],
  ["new year", "2026-01-01T00:00:00", "2026-01-01T00:00:00+01:00"],
  ["a fraction of a second", "2026-07-15T09:30:00.125", "2026-07-15T09:30:00.125+02:00"],
  ["a time that has a zone already", "2026-07-15T09:30:00Z", "2026-07-15T09:30:00Z"],
  ["a year without summer time", "1975-07-15T09:30:00", "1975-07-15T09:30:00+01:00"],
])("head office time: %s", (_, local, instant) => {
  expect(toInstant(local)).toBe(instant);
});
