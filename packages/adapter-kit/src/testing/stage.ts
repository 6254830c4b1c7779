import type { CallContext, Identity, Operation } from "@portico/core";
import { type FakeClock, fakeClock, testCall } from "@portico/core/testing";
import { expect, vi } from "vitest";
import type { z } from "zod";
import { type Adapter, type AnyOperation, type Closable, openAdapter } from "../adapter.ts";
import type { ConformanceOptions, SimulatedSystem } from "./conformance-options.ts";
import { recorded } from "./recorded.ts";

type Ask = (input: unknown, overrides?: Partial<CallContext>) => Promise<unknown>;

/** An adapter and its simulated system, joined by a real port, both living on a clock that moves only when told. */
export interface Stage {
  readonly clock: FakeClock;
  readonly system: SimulatedSystem;
  readonly identity: Identity;
  /** The configuration the adapter is opened with. */
  readonly config: unknown;
  /** Every body the system has sent since the test began. */
  readonly sent: readonly string[];
  /**
   * Opens the adapter anew: nothing remembered, circuits closed. It is closed when the test ends. A question is put to
   * the system once: what second tries do to a call is tried apart.
   */
  open(): OpenedOnStage;
  /** The same, with the second tries its pipelines describe. */
  openWithSecondTries(): OpenedOnStage;
  /** Waits until the system has a call of ours in hand. */
  untilAsked(): Promise<void>;
  /** Waits until no call is in the system's hands and no timer runs, ours or its own. */
  untilNothingRuns(): Promise<void>;
  /** A good day again; whatever the last test opened is closed. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenedOnStage {
  readonly ask: (operation: string) => Ask;
  readonly close: () => Promise<void>;
}

export async function openStage<
  Config extends z.ZodType,
  Client extends Closable,
  Operations extends Record<string, AnyOperation<Client>>,
>(
  adapter: Adapter<Config, Client, Operations>,
  options: ConformanceOptions<z.input<Config>, Operations>,
  { patienceMs = 5_000 }: { readonly patienceMs?: number } = {},
): Promise<Stage> {
  const clock = fakeClock();
  const system = options.simulator(clock);
  const sent: string[] = [];
  const server = await options.serve(recorded(system.fetch, sent));
  const config = adapter.config.parse(options.config(server.origin));
  const identity = options.identity ?? { customerId: "100001" };
  const opened: Closable[] = [];

  // For what real sockets do in their own time; the clock of the test stands still meanwhile.
  const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: patienceMs, interval: 1 });
  const untilNothingRuns = () =>
    until(() => {
      expect(system.calls().inFlight, "calls the system has in hand").toBe(0);
      expect(clock.pending, "timers still running").toBe(0);
    });

  const closeOpened = () => Promise.all(opened.splice(0).map((each) => each.close()));
  const reset = async () => {
    await closeOpened();
    await untilNothingRuns();
    system.switchTo({ name: "healthy" });
    system.resetCalls();
    sent.length = 0;
  };

  const open = (described: typeof adapter): OpenedOnStage => {
    const anew = openAdapter(described, config, { clock });
    opened.push(anew);
    const byName = anew.operations as Readonly<Record<string, Operation<unknown, unknown>>>;
    return {
      close: () => anew.close(),
      ask: (name) => (input, overrides) => {
        const operation = byName[name];
        if (operation === undefined) throw new TypeError(`The adapter has no operation "${name}".`);
        return operation(input, testCall({ clock, identity, ...overrides }));
      },
    };
  };

  return {
    clock,
    system,
    identity,
    config,
    sent,
    untilAsked: () => until(() => expect(system.calls().inFlight).toBeGreaterThan(0)),
    untilNothingRuns,
    reset,
    open: () => open(withoutSecondTries(adapter)),
    openWithSecondTries: () => open(adapter),
    async close() {
      await closeOpened();
      await server.close();
    },
  };
}

/** Policies that put a question to the system more than once. */
const SECOND_TRIES = new Set(["retry", "hedge"]);

function withoutSecondTries<
  Config extends z.ZodType,
  Client extends Closable,
  Operations extends Record<string, AnyOperation<Client>>,
>(adapter: Adapter<Config, Client, Operations>): Adapter<Config, Client, Operations> {
  const once = Object.entries(adapter.operations).map(([name, definition]) => {
    const policy = definition.policy.filter((each) => !SECOND_TRIES.has(each.name));
    return [name, { ...definition, policy }];
  });
  return { ...adapter, operations: Object.fromEntries(once) as Operations };
}
