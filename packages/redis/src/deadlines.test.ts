import { fakeClock, oldGarbageOf, VALUE_BYTES } from "@portico/core/testing";
import { expect, test } from "vitest";
import { Deadlines } from "./deadlines.ts";

test("a command that is over leaves nothing behind that only a collection of everything would free", () => {
  const deadlines = new Deadlines(fakeClock(), 1_000);
  const left = oldGarbageOf((value) => deadlines.begin(() => void value));
  expect(left).toBeLessThan(VALUE_BYTES / 10);
});
