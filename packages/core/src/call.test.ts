import { expect, test } from "vitest";
import { remainingMs } from "./call.ts";
import { fakeClock, testCall } from "./testing/index.ts";

test("what remains of a call shrinks to nothing and never below", async () => {
  const clock = fakeClock();
  const call = testCall({ clock, deadlineMs: 100 });
  expect(remainingMs(call)).toBe(100);
  await clock.advance(99);
  expect(remainingMs(call)).toBe(1);
  await clock.advance(50);
  expect(remainingMs(call)).toBe(0);
});
