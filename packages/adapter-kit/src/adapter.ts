import {
  type CallSite,
  type Circuit,
  type Clock,
  type ConcurrencyLimit,
  type HealthHints,
  noHints,
  type Operation,
  systemClock,
} from "@portico/core";
import type { z } from "zod";
import { measured } from "./measured.ts";
import { neverKept } from "./never-kept.ts";
import type { OperationDefinition } from "./operation.ts";
import { shapeOf } from "./shape.ts";
import { unlessKnown } from "./unless-known.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- "any operation": its input is contravariant, its output not
export type AnyOperation<Client> = OperationDefinition<Client, any, any>;

/** What an adapter's `connect` gives: however it talks to its system, it can stop. */
export interface Closable {
  close(): Promise<void>;
}

/** One legacy system, our side of it. A value: nothing happens until it is opened. */
export interface Adapter<
  Config extends z.ZodType,
  Client extends Closable,
  Operations extends Record<string, AnyOperation<Client>>,
> {
  readonly name: string;
  readonly config: Config;
  readonly connect: (config: z.output<Config>, clock: Clock) => Client;
  readonly operations: Operations;
}

/** An adapter reads like a table of contents: its name, its configuration, its client, its operations. */
export const defineAdapter = <
  Config extends z.ZodType,
  Client extends Closable,
  Operations extends Record<string, AnyOperation<Client>>,
>(
  adapter: Adapter<Config, Client, Operations>,
): Adapter<Config, Client, Operations> => adapter;

/** The operations of an opened adapter, ready to be asked. */
export type Opened<Operations> = {
  readonly [Name in keyof Operations]: Operations[Name] extends OperationDefinition<
    infer _,
    infer Input,
    infer Output
  >
    ? Operation<Input, Output>
    : never;
};

export interface OpenedAdapter<Operations> extends Closable {
  readonly system: string;
  readonly operations: Opened<Operations>;
  /** One per operation that has a breaker, for consoles and operators. */
  readonly circuits: readonly Circuit[];
  /** How much of the system is in use; `undefined` when no policy limits that. */
  readonly limit: ConcurrencyLimit | undefined;
}

/** What an adapter has in common with others of its process. */
export interface Surroundings {
  readonly clock?: Clock;
  /** Where breakers hear what other processes think of the system. */
  readonly hints?: HealthHints;
  /** State that policies use instead of their own, by the key they ask for it: one cache for all systems. */
  readonly handedIn?: ReadonlyMap<symbol, unknown>;
}

/**
 * Connects to the system and begins the state of every policy: memories, circuits, slots.
 * @param config parsed by the adapter's own `config` schema
 * @throws {TypeError} when a policy cannot be opened for one of the operations; nothing is left open then
 */
export function openAdapter<
  Config extends z.ZodType,
  Client extends Closable,
  Operations extends Record<string, AnyOperation<Client>>,
>(
  adapter: Adapter<Config, Client, Operations>,
  config: z.output<Config>,
  { clock = systemClock, hints = noHints, handedIn = new Map() }: Surroundings = {},
): OpenedAdapter<Operations> {
  const shared = new Map(handedIn);
  const disposals: (() => void)[] = [];
  const circuits: Circuit[] = [];
  let limit: ConcurrencyLimit | undefined;
  const dispose = () => {
    for (const end of disposals.splice(0)) end();
  };

  const open = ([name, definition]: [string, AnyOperation<Client>]) => {
    const site: CallSite = {
      system: adapter.name,
      operation: name,
      kind: definition.kind,
      audience: definition.audience,
      answerShape: () => shapeOf(definition.output),
      tagsOf: definition.tags ?? noTags,
      clock,
      shared: <T>(key: symbol, make: () => T): T => {
        if (!shared.has(key)) shared.set(key, make());
        return shared.get(key) as T;
      },
      hints,
      onCircuit: (circuit) => void circuits.push(circuit),
      onLimit: (shown) => void (limit = shown),
      onClose: (end) => void disposals.push(end),
    };
    const ask: Operation<unknown, unknown> = measured(site, (input, call) =>
      definition.run(input, client, call),
    );
    const operation = definition.policy.reduceRight((next, policy) => policy.open(site)(next), ask);
    const remembers = definition.policy.some((policy) => policy.name === "cached");
    const told = remembers ? operation : neverKept(operation);
    const { unasked } = definition;
    return [name, unasked === undefined ? told : unlessKnown(unasked, told)] as const;
  };

  let operations: Opened<Operations>;
  let client: Client;
  try {
    operations = Object.fromEntries(Object.entries(adapter.operations).map(open)) as Opened<Operations>;
    client = adapter.connect(config, clock);
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    system: adapter.name,
    operations,
    circuits,
    limit,
    close: async () => {
      dispose();
      await client.close();
    },
  };
}

const noTags = () => [];
