import {
  type CallSite,
  type Circuit,
  type CircuitChange,
  type CircuitCounts,
  type CircuitOrder,
  type CircuitReason,
  type CircuitState,
  events,
} from "@portico/core";
import CircuitBreaker from "opossum";
import type { BreakerOptions } from "./breaker-options.ts";
import { Fuse } from "./fuse.ts";
import { Probes } from "./probes.ts";

/** What a call says about the health of the system. `unsent`: it never reached it. `nothing`: nobody waited for it. */
export type Verdict = "good" | "failed" | "nothing" | "unsent";

/** How a call that was let through went, and how long it took. */
type Report = (verdict: Verdict, tookMs: number) => void;

const HISTORY_MAX = 50;
/** Replicas that opened together must not try together. */
const JITTER = 0.2;
/** Told to those who come while the system is tried: at once, they would all be there again before the verdict. */
const TRIALS_MS = 1_000;

/**
 * One circuit. opossum keeps its window, its state and the time until it tries again, and is told what happened by its
 * own events; it never holds a call. It would judge a call by the state at the call's end (a success of long ago closes
 * a half-open circuit), count what says nothing as good, let one call try, and know nothing of slowness.
 */
export class CircuitSwitch implements Circuit {
  readonly system: string;
  readonly operation: string;
  readonly #site: CallSite;
  readonly #options: Required<BreakerOptions>;
  readonly #opossum: CircuitBreaker;
  readonly #fuse: Fuse;
  readonly #history: CircuitChange[] = [];
  readonly #beganMs: number;
  #probes: Probes;
  #lastProbeMs = 0;
  /** What a person ordered; only another order ends it. */
  #held: "open" | "disabled" | undefined;
  /** Goes up with every change: what began in another era says nothing about this one. */
  #era = 0;
  #triesAgainAtMs = 0;
  #isShutdown = false;

  constructor(site: CallSite, options: Required<BreakerOptions>) {
    this.system = site.system;
    this.operation = site.operation;
    this.#site = site;
    this.#options = options;
    this.#beganMs = site.clock.epochMs();
    this.#fuse = new Fuse(site, options.callsMin);
    this.#probes = new Probes(options.probes);
    this.#opossum = new CircuitBreaker(neverFired, {
      timeout: false,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      rollingCountTimeout: options.windowMs,
    });
    this.#opossum.on("halfOpen", () => {
      this.#newProbes();
      if (this.#held === undefined) this.#changed("half_open", "try_again");
    });
  }

  get state(): CircuitState {
    if (this.#held !== undefined) return this.#held;
    if (this.#opossum.opened) return "open";
    return this.#opossum.halfOpen ? "half_open" : "closed";
  }

  get sinceMs(): number {
    return this.#history.at(-1)?.atMs ?? this.#beganMs;
  }

  get counts(): CircuitCounts {
    const { fires, failures, timeouts } = this.#opossum.stats;
    const { windowMs } = this.#options;
    return { windowMs, calls: fires, callsMin: this.#fuse.callsMin, failed: failures, slow: timeouts };
  }

  get history(): readonly CircuitChange[] {
    return [...this.#history];
  }

  get isShutdown(): boolean {
    return this.#isShutdown;
  }

  /** When asking again may help, above 0. The end of a person's order is not known, nor that of the trials. */
  get retryAfterMs(): number {
    if (this.#held === "open") return this.#options.openMs;
    const leftMs = Math.ceil(this.#triesAgainAtMs - this.#site.clock.now());
    return leftMs > 0 ? leftMs : TRIALS_MS;
  }

  /** Lets a call through, which then has to say how it went; `undefined` when it must not be made. */
  admit(): Report | undefined {
    switch (this.state) {
      case "closed":
        return this.#reportOfThisEra((verdict, tookMs) => this.#count(verdict, tookMs));
      case "half_open":
        return this.#admitProbe();
      case "disabled":
        return ignore;
      case "open":
        return undefined;
    }
  }

  open(order: CircuitOrder): void {
    this.#hold("open", order);
  }

  disable(order: CircuitOrder): void {
    this.#hold("disabled", order);
  }

  close(order: CircuitOrder): void {
    this.#held = undefined;
    this.#close("ordered", order);
  }

  shutdown(): void {
    this.#isShutdown = true;
    this.#era += 1;
    this.#fuse.end();
    this.#opossum.shutdown();
  }

  #hold(held: "open" | "disabled", order: CircuitOrder): void {
    this.#held = held;
    this.#changed(held, "ordered", order);
  }

  #reportOfThisEra(report: Report): Report {
    const era = this.#era;
    return (verdict, tookMs) => {
      if (era === this.#era) report(verdict, tookMs);
    };
  }

  #count(verdict: Verdict, tookMs: number): void {
    const isSlow = tookMs >= this.#options.slowMs;
    // Of a call that nobody waited for, at least this much is known.
    if (verdict === "unsent" || (verdict === "nothing" && !isSlow)) return;
    this.#opossum.emit("fire");
    if (verdict === "failed") this.#opossum.emit("failure");
    // opossum counts its own timeouts here, and has none.
    if (isSlow) this.#opossum.emit("timeout");
    if (verdict === "good" && !isSlow) return;

    const { fires, failures, timeouts } = this.#opossum.stats;
    if (fires < this.#fuse.callsMin) return;
    if (failures / fires >= this.#options.failureRatio) this.#open("failures");
    else if (timeouts / fires >= this.#options.slowRatio) this.#open("slow_calls");
  }

  #admitProbe(): Report | undefined {
    const nowMs = this.#site.clock.now();
    // Probes that never end, for want of an attempt beneath, would keep it half-open for ever.
    if (this.#probes.allBegun && nowMs - this.#lastProbeMs >= this.#options.openMs) this.#newProbes();
    if (this.#probes.allBegun) return undefined;
    this.#probes.begin();
    this.#lastProbeMs = nowMs;
    return this.#reportOfThisEra((verdict, tookMs) => this.#judgeProbe(verdict, tookMs));
  }

  #judgeProbe(verdict: Verdict, tookMs: number): void {
    if (verdict === "unsent") return this.#probes.giveBack();
    switch (this.#probes.end(tookMs >= this.#options.slowMs ? "failed" : verdict)) {
      case "good":
        return this.#close("recovered");
      case "failed":
        return this.#open("probe_failed");
      case undefined:
        return undefined;
    }
  }

  #newProbes(): void {
    this.#era += 1;
    this.#probes = new Probes(this.#options.probes);
  }

  #open(reason: CircuitReason): void {
    const openMs = this.#options.openMs * (1 - JITTER + 2 * JITTER * Math.random());
    this.#triesAgainAtMs = this.#site.clock.now() + openMs;
    setResetTimeout(this.#opossum, openMs);
    this.#opossum.open();
    this.#changed("open", reason);
    const { system, operation } = this;
    if (reason !== "probe_failed") {
      this.#site.hints.publish({ system, operation, forMs: this.#options.windowMs });
    }
  }

  #close(reason: CircuitReason, order?: CircuitOrder): void {
    this.#opossum.close();
    // It goes on counting what it saw before it opened: the first failure after a recovery would open it again.
    forgetWindow(this.#opossum);
    this.#changed("closed", reason, order);
  }

  #changed(state: CircuitState, reason: CircuitReason, order?: CircuitOrder): void {
    this.#era += 1;
    const { system, operation } = this;
    this.#history.push({ state, atMs: this.#site.clock.epochMs(), reason, order });
    if (this.#history.length > HISTORY_MAX) this.#history.shift();
    if (events.breakerState.listened) {
      events.breakerState.publish({ system, operation, state, reason, order });
    }
  }
}

const neverFired = () => Promise.reject(new TypeError("Calls do not go through opossum."));

const ignore = () => {};

/** It reads the time anew each time it opens, and has no door to set it. */
function setResetTimeout(circuit: CircuitBreaker, openMs: number): void {
  (circuit as unknown as { options: { resetTimeout: number } }).options.resetTimeout = openMs;
}

/** It gives a copy of the window, and the counters in it as they are. */
function forgetWindow(circuit: CircuitBreaker): void {
  for (const bucket of circuit.status.window as unknown as Record<string, number>[]) {
    bucket["fires"] = 0;
    bucket["failures"] = 0;
    bucket["timeouts"] = 0;
  }
}
