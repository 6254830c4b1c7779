import { type Clock, type Priority, systemClock } from "@portico/core";
import { eventLoopLag, type LagSource } from "./event-loop-lag.ts";

export interface SheddingOptions {
  /**
   * How late the event loop has to be for half a second, never at rest, before anybody is refused. Default 100: a page
   * takes some five turns of the loop, and then still comes within a fraction of its budget.
   */
  readonly alarmMs?: number;
  /** Once somebody is refused: how late it may be before still fewer are let in. Default 40. */
  readonly lagMsMax?: number;
  /** How little late it has to be before more are let in again: below `lagMsMax`, or we would flutter. Default 20. */
  readonly calmMs?: number;
}

/** Refuses requests while the process has more to do than it can: better a quick no than a late yes. */
export interface LoadShedding {
  /** Whether a request of this rank is to be refused now. Costs next to nothing. */
  refuses(priority: Priority): boolean;
  close(): void;
}

// How much of the load has to be let in before a rank has a part in it: agents give way first, people last.
const GIVES_WAY_BELOW: Readonly<Record<Priority, number>> = { interactive: 0, background: 0.5, agent: 0.8 };

const READ_EVERY_MS = 100;
// What was measured over longer was measured while hardly anybody asked: it is no sign of load.
const READING_MS_MAX = 1_000;
// Bursts, garbage and a neighbour that takes the processor for a moment pass sooner.
const SUSTAINED_MS = 500;
// A loop that rests in between catches up: it is late because it is not let run, and refusing would win nothing.
const BUSY_SHARE_MIN = 0.95;
const DECREASE_MIN = 0.5;
const INCREASE = 0.05;
// Enough to find out that it is over.
const ADMITTED_MIN = 0.05;

/**
 * Refuses nobody until the event loop has been as late as `alarmMs` for half a second and never at rest: until then
 * pages are slow, and served in time. Then lets in the share of requests that the loop can keep up with: less, in
 * proportion, while it is later than `lagMsMax` and not catching up; more, step by step, when it is less late than
 * `calmMs`. All or nothing would swing between idling and drowning.
 *
 * Looks at the loop when a request comes and a tenth of a second has passed since the last look. The first look, and
 * that after a second without requests, only begins to measure: a start or a pause for garbage refuses nobody.
 * @throws {TypeError} when `calmMs` is not below `lagMsMax`, or that above `alarmMs`
 */
export function loadShedding(
  { alarmMs = 100, lagMsMax = 40, calmMs = 20 }: SheddingOptions = {},
  clock: Clock = systemClock,
  lag: LagSource = eventLoopLag(),
): LoadShedding {
  if (calmMs >= lagMsMax) throw new TypeError(`calmMs (${calmMs}) must be below lagMsMax (${lagMsMax}).`);
  if (lagMsMax > alarmMs)
    throw new TypeError(`lagMsMax (${lagMsMax}) must not be above alarmMs (${alarmMs}).`);
  const credit: Record<Priority, number> = { interactive: 0, background: 0, agent: 0 };
  let admitted = 1;
  let lastLagMs = 0;
  let readAtMs = -Infinity;
  /** Since when it is too late and never at rest; `Infinity` when it is not. */
  let alarmedAtMs = Infinity;

  const look = () => {
    const measuredMs = clock.now() - readAtMs;
    if (measuredMs < READ_EVERY_MS) return;
    readAtMs = clock.now();
    const { lagMs, busyShare } = lag.read();
    if (measuredMs > READING_MS_MAX) {
      admitted = 1;
      lastLagMs = 0;
      alarmedAtMs = Infinity;
      return;
    }
    if (admitted === 1) {
      const alarming = lagMs >= alarmMs && busyShare >= BUSY_SHARE_MIN;
      alarmedAtMs = alarming ? Math.min(alarmedAtMs, readAtMs) : Infinity;
      if (readAtMs - alarmedAtMs < SUSTAINED_MS) return;
    }
    if (lagMs > lagMsMax && lagMs >= lastLagMs) {
      admitted = Math.max(ADMITTED_MIN, admitted * Math.max(DECREASE_MIN, lagMsMax / lagMs));
    } else if (lagMs <= calmMs) admitted = Math.min(1, admitted + INCREASE);
    lastLagMs = lagMs;
  };

  return {
    refuses(priority) {
      look();
      if (admitted === 1) return false;
      const floor = GIVES_WAY_BELOW[priority];
      // Evenly, not by chance: of a share of a quarter, each fourth request is let in.
      credit[priority] += Math.max(0, (admitted - floor) / (1 - floor));
      if (credit[priority] < 1) return true;
      credit[priority] -= 1;
      return false;
    },
    close: () => lag.close(),
  };
}
