import { type Clock, type Priority, systemClock } from "@portico/core";
import { eventLoopLag, type LagSource } from "./event-loop-lag.ts";

export interface SheddingOptions {
  /**
   * How late the event loop may be, in the mean of a tenth of a second, before screens are refused. Default 40: a page
   * is some milliseconds of work, so that a request then waits for several others.
   */
  readonly lagMsMax?: number;
  /** How little late it has to be again before they are welcome: below `lagMsMax`, or we would flutter. Default 20. */
  readonly calmMs?: number;
}

/** Refuses requests while the process has more to do than it can: better a quick no than a late yes. */
export interface LoadShedding {
  /** Whether a request of this rank is to be refused now. Costs next to nothing. */
  refuses(priority: Priority): boolean;
  close(): void;
}

/** From what share of the limits on each is refused: agents at half the lag, people last. */
const SHARE: Readonly<Record<Priority, number>> = { interactive: 1, background: 0.75, agent: 0.5 };

const READ_EVERY_MS = 100;
// What was measured over longer was measured while hardly anybody asked: it is no sign of load.
const READING_MS_MAX = 1_000;

/**
 * Looks at the lag when a request comes and a tenth of a second has passed since the last look. The first look, and
 * that after a second without requests, only begins to measure: a start or a pause for garbage refuses nobody.
 * @throws {TypeError} when `calmMs` is not below `lagMsMax`
 */
export function loadShedding(
  { lagMsMax = 40, calmMs = 20 }: SheddingOptions = {},
  clock: Clock = systemClock,
  lag: LagSource = eventLoopLag(),
): LoadShedding {
  if (calmMs >= lagMsMax) throw new TypeError(`calmMs (${calmMs}) must be below lagMsMax (${lagMsMax}).`);
  const refused: Record<Priority, boolean> = { interactive: false, background: false, agent: false };
  let readAtMs = -Infinity;

  const look = () => {
    const measuredMs = clock.now() - readAtMs;
    if (measuredMs < READ_EVERY_MS) return;
    readAtMs = clock.now();
    const reading = lag.readMs();
    const lagMs = measuredMs > READING_MS_MAX ? 0 : reading;
    for (const rank of ["interactive", "background", "agent"] as const) {
      refused[rank] = lagMs > (refused[rank] ? calmMs : lagMsMax) * SHARE[rank];
    }
  };
  return {
    refuses(priority) {
      look();
      return refused[priority];
    },
    close: () => lag.close(),
  };
}
