import type { AnyOperation } from "../adapter.ts";
import type { Stage } from "./stage.ts";

/** One thing every adapter promises, and how it is found out. */
export interface AdapterPromise {
  /** What the test is called. */
  readonly sentence: string;
  /** Fails with vitest's assertion error when the promise is broken. The stage is reset before. */
  readonly prove: (stage: Stage) => Promise<void>;
}

/** An operation and the questions it is tried with. */
export interface Probe {
  readonly name: string;
  readonly definition: AnyOperation<never>;
  readonly healthy: readonly [unknown, ...unknown[]];
  readonly notFound: readonly unknown[];
}

/** What the operation's pipeline says of itself. `undefined`: it has no such policy. */
export const settingsOf = (
  { definition }: Probe,
  policy: string,
): Readonly<Record<string, number>> | undefined =>
  definition.policy.find(({ name }) => name === policy)?.settings;

/** @throws {Error} when there is no such number: a renamed setting must not turn a promise into nothing */
export function settingOf(probe: Probe, policy: string, setting: string): number {
  const value = settingsOf(probe, policy)?.[setting];
  if (value === undefined) throw new Error(`${probe.name} has no "${policy}" with a "${setting}".`);
  return value;
}
