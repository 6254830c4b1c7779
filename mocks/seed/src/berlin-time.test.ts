import { expect, test } from "vitest";
import { toBerlinIso, toBerlinLocal } from "./berlin-time.ts";

test.each([
  ["winter", "2026-01-15T11:00:00Z", "2026-01-15T12:00:00+01:00"],
  ["summer", "2026-07-15T11:00:00Z", "2026-07-15T13:00:00+02:00"],
  ["the last second before clocks go forward", "2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00"],
  ["the first second after", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"],
  ["02:30 before clocks go back", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00+02:00"],
  ["02:30 again an hour later", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00+01:00"],
  ["midnight", "2026-12-31T23:00:00Z", "2027-01-01T00:00:00+01:00"],
])("%s", (_, instant, berlin) => {
  expect(toBerlinIso(Date.parse(instant))).toBe(berlin);
  expect(toBerlinLocal(Date.parse(instant))).toBe(berlin.slice(0, 19));
});
