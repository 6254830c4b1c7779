import { vi } from "vitest";
import type { SimulatedEstate } from "./bad-days.ts";

const STEP_MS = 5;

/**
 * The answer to a request that an estate is asked again for: lets the pause between two tries pass. While a system has
 * a call in hand, time stands still.
 */
export async function passPauses<T>(
  { clock, systems }: Pick<SimulatedEstate, "clock" | "systems">,
  asked: T | Promise<T>,
): Promise<T> {
  const settled = vi.fn<() => void>();
  Promise.resolve(asked).then(settled, settled);
  await vi.waitFor(
    async () => {
      if (systems.every((system) => system.calls().inFlight === 0)) await clock.advance(STEP_MS);
      if (settled.mock.calls.length === 0) throw new Error("The request is not answered.");
    },
    { timeout: 10_000, interval: 2 },
  );
  return asked;
}
