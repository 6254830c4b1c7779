import { afterAll, beforeAll, beforeEach, describe, test } from "vitest";
import type { z } from "zod";
import type { Adapter, AnyOperation, Closable } from "../adapter.ts";
import type { ConformanceOptions } from "./conformance-options.ts";
import type { AdapterPromise, Probe } from "./promise.ts";
import { answerPromises } from "./promises/answers.ts";
import { badDayPromises } from "./promises/bad-days.ts";
import { circuitPromises } from "./promises/circuit.ts";
import { leavingPromises } from "./promises/leaving.ts";
import { memoryPromises } from "./promises/memory.ts";
import { secondTryPromises } from "./promises/second-tries.ts";
import { openStage, type Stage } from "./stage.ts";

/**
 * Every adapter keeps the same promises, proved by this suite: against its simulator over a real port, on good days
 * and on each of the bad ones, with time moved by hand. What to hold an operation to is read from its own pipeline.
 */
export function adapterConformance<
  Config extends z.ZodType,
  Client extends Closable,
  Operations extends Record<string, AnyOperation<Client>>,
>(
  adapter: Adapter<Config, Client, Operations>,
  options: ConformanceOptions<z.input<Config>, Operations>,
): void {
  describe(`${adapter.name} keeps the promises of every adapter:`, () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await openStage(adapter, options);
    });
    beforeEach(() => stage.reset());
    afterAll(() => stage.close());

    for (const { sentence, prove } of promisesOf(adapter, options)) {
      // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- each promise brings both
      test(sentence, () => prove(stage));
    }
  });
}

/** All that is promised, for each operation that the adapter has. */
export function promisesOf<
  Config extends z.ZodType,
  Client extends Closable,
  Operations extends Record<string, AnyOperation<Client>>,
>(
  adapter: Adapter<Config, Client, Operations>,
  { healthy, notFound, failures }: ConformanceOptions<z.input<Config>, Operations>,
): readonly AdapterPromise[] {
  const probes = Object.entries(adapter.operations).map(([name, definition]): Probe => ({
    name,
    definition: definition as AnyOperation<never>,
    healthy: healthy[name] as Probe["healthy"],
    notFound: notFound?.[name] ?? [],
  }));
  return [
    ...probes.flatMap(answerPromises),
    ...badDayPromises(probes, failures),
    ...probes.flatMap(leavingPromises),
    ...probes.flatMap(memoryPromises),
    ...probes.flatMap(circuitPromises),
    ...probes.flatMap(secondTryPromises),
  ];
}
