import { type Clock, type Priority, systemClock } from "@portico/core";

export interface SheddingOptions {
  /** A page that would wait longer for its turn is refused. Default 500: it still comes well within its budget. */
  readonly alarmMs?: number;
  /** The same for as long as others are refused. Default 100: enough to be at work through any gap. */
  readonly waitMsMax?: number;
}

/** One who asks for a page. One of the two is called, once. */
export interface Asking {
  readonly rank: Priority;
  readonly enter: () => void;
  readonly refuse: () => void;
}

/** Lets pages begin while there is time for them, and refuses some while there are more than can be answered. */
export interface LoadShedding {
  /** Lets one in, at once or when it is its turn, or refuses it at once. */
  admit(asking: Asking): void;
  /** A connection was accepted in this turn of the event loop: whoever it brings asks in the next one. */
  accepted(): void;
}

// So long pages begin in one turn of the event loop as they come, then one a turn: what is begun is ended first, and
// whoever is to be refused hears it within a few milliseconds.
const BEGIN_MS = 4;
// So long no page begins while each turn accepts a connection: a turn accepts one, and the others that wait for it would
// wait where nobody sees them.
const ACCEPT_MS = 4;
// How long after the last refusal the load has passed.
const PASSED_MS = 250;
// Of the time from one beginning to the next, how much the latest counts, and what is believed of it: longer ones were
// spent elsewhere, because the process was not let run.
const LATEST = 0.1;
const BETWEEN_MS_MAX = 20;
const BETWEEN_MS_AT_FIRST = 1;
// However short the wait seems to be.
const QUEUE_MAX = 10_000;
/** What part of the wait each may have once somebody is refused: agents give way first, people last. */
const SHARE: Readonly<Record<Priority, number>> = { interactive: 1, background: 0.5, agent: 0.2 };

/**
 * A page begins at once, unless this turn of the event loop has begun others for some milliseconds: then it waits in a
 * queue of which each turn lets in one. How long that will take is known from how long it took the others. A queue of
 * `alarmMs` is no burst and no neighbour that took the processor for a moment, but more than can be done: whoever comes
 * now is refused, and whoever would wait longer than `waitMsMax` from then on, until nobody had to be for a while. So
 * under load the queue is short and never empty, and the process always at work on pages that will be in time.
 *
 * Controlled delay (CoDel, RFC 8289), as applied to requests in Maurer's "Fail at Scale" (2015), but at the door: who
 * has waited is served.
 * @param afterTurn calls back once this turn of the event loop has dealt with all that has arrived
 * @throws {TypeError} when `waitMsMax` is above `alarmMs`
 */
export function loadShedding(
  { alarmMs = 500, waitMsMax = 100 }: SheddingOptions = {},
  clock: Clock = systemClock,
  afterTurn: (callback: () => void) => void = setImmediate,
): LoadShedding {
  if (waitMsMax > alarmMs) {
    throw new TypeError(`waitMsMax (${waitMsMax}) must not be above alarmMs (${alarmMs}).`);
  }
  const queue: Asking[] = [];
  /** When the first page of this turn began; `undefined` before. */
  let turnMs: number | undefined;
  /** Whether this turn has accepted a connection. */
  let accepted = false;
  /** Since when each turn has; `undefined`: the last one has not. */
  let acceptingMs: number | undefined;
  /** Whether `endTurn` will be called. */
  let isEndAwaited = false;
  let beganMs = 0;
  let betweenMs = BETWEEN_MS_AT_FIRST;
  /** Whether others waited when the last one began: until the next begins is then what a page takes, and no idle time. */
  let othersWait = false;
  let refusedMs = -Infinity;

  const awaitEnd = () => {
    if (isEndAwaited) return;
    isEndAwaited = true;
    afterTurn(endTurn);
  };

  const endTurn = () => {
    isEndAwaited = false;
    turnMs = undefined;
    const nowMs = clock.now();
    acceptingMs = accepted ? (acceptingMs ?? nowMs) : undefined;
    accepted = false;
    if (acceptingMs !== undefined && nowMs - acceptingMs < ACCEPT_MS) {
      awaitEnd();
      return;
    }
    acceptingMs = undefined;
    const next = queue.shift();
    if (next === undefined) return;
    if (othersWait) betweenMs += LATEST * (Math.min(nowMs - beganMs, BETWEEN_MS_MAX) - betweenMs);
    othersWait = queue.length > 0;
    beganMs = nowMs;
    awaitEnd();
    next.enter();
  };

  const beginsAtOnce = (nowMs: number): boolean => {
    if (queue.length > 0 || accepted || acceptingMs !== undefined) return false;
    turnMs ??= nowMs;
    awaitEnd();
    return nowMs - turnMs < BEGIN_MS;
  };

  return {
    admit(asking) {
      const nowMs = clock.now();
      if (beginsAtOnce(nowMs)) {
        beganMs = nowMs;
        asking.enter();
        return;
      }
      const limitMs = nowMs - refusedMs < PASSED_MS ? waitMsMax * SHARE[asking.rank] : alarmMs;
      if (queue.length === QUEUE_MAX || queue.length * betweenMs > limitMs) {
        refusedMs = nowMs;
        asking.refuse();
      } else queue.push(asking);
    },
    accepted() {
      accepted = true;
      awaitEnd();
    },
  };
}
