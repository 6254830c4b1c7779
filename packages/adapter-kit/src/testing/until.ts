import { vi } from "vitest";

/** Waits for what real sockets do in their own time; the clock of the test stands still meanwhile. */
export const until = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 5_000, interval: 1 });
