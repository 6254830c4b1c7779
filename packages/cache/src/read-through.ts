import { type CallContext, type CallSite, events, type Operation } from "@portico/core";
import type { CacheStore } from "./cache-store.ts";
import { freezeAndWeigh } from "./freeze-and-weigh.ts";
import { Remembered } from "./memory.ts";
import type { CachedOptions } from "./options.ts";
import type { Found } from "./shared/shared-memory.ts";
import { together } from "./shared/together.ts";
import { taggerOf } from "./tags.ts";

/** Asks the system for an answer nobody here has, or takes another replica's; remembers it, and shares it. */
export function readThrough(
  site: CallSite,
  { memory, shared }: CacheStore,
  settings: Required<CachedOptions>,
  next: Operation<unknown, unknown>,
): (key: string, input: unknown, call: CallContext) => Promise<Remembered> {
  const { clock, system, operation } = site;
  const { freshMs, staleMs, revalidateMs, notFoundMs, jitterRatio, version } = settings;
  const remembers = freshMs > 0 || staleMs > 0 || revalidateMs > 0;
  const tagsOf = taggerOf(site);
  // Only what outlives this process can meet answers of another shape.
  const shape = shared === undefined || !remembers ? "" : ` ${site.answerShape()} ${version}`;

  /** How long it is fresh at most, and how long it is of any use. */
  const agesOf = (answer: unknown) => {
    const absent = answer === null || answer === undefined;
    return absent
      ? { absent, freshMs: notFoundMs, keptMs: notFoundMs }
      : { absent, freshMs, keptMs: Math.max(freshMs + revalidateMs, staleMs) };
  };
  const toRemembered = (answer: unknown, ageMs: number, tags: readonly string[], askedMs?: number) => {
    const { absent, freshMs: freshMsMax } = agesOf(answer);
    const storedMs = clock.now() - ageMs;
    return new Remembered(answer, {
      askedMs: askedMs ?? storedMs,
      storedMs,
      asOfMs: clock.epochMs() - ageMs,
      freshMs: freshMsMax * (1 - jitterRatio * Math.random()),
      absent,
      tags,
    });
  };

  const ask = async (key: string, input: unknown, call: CallContext) => {
    const generation = memory.generation;
    const purge = shared?.purge ?? 0;
    const askedMs = clock.now();
    const answer = await next(input, call);
    const { bytes, portable } = freezeAndWeigh(answer);
    const tags = remembers ? tagsOf(input, answer, call) : undefined;
    const remembered = toRemembered(answer, 0, tags ?? [], askedMs);
    if (tags === undefined) return { answer: remembered, shared: false };
    // One who asked later, not waiting for this call, was answered before: what this one was told may be older.
    const known = memory.get(key);
    if (known !== undefined && known.askedMs > askedMs) return { answer: remembered, shared: false };
    memory.set(key, remembered, bytes, generation);
    const { keptMs } = agesOf(answer);
    const { asOfMs, storedMs } = remembered;
    const told =
      shared !== undefined &&
      portable &&
      keptMs > 0 &&
      shared.write({ key: key + shape, answer, asOfMs, keptMs, tags, purge }, storedMs - askedMs);
    return { answer: remembered, shared: told };
  };

  /** Worth remembering even when it is not fresh any more: the system may fail. */
  const adopt = (key: string, generation: number, call: CallContext, { value, ageMs, bytes }: Found) => {
    const known = memory.get(key);
    // What another call of this process was told while this one looked or waited.
    if (known !== undefined && known.asOfMs >= value.asOfMs)
      return clock.now() - known.storedMs < known.freshMs ? known : undefined;
    const sinceMs = Math.max(ageMs, clock.epochMs() - value.asOfMs);
    const remembered = toRemembered(value.answer, sinceMs, value.tags);
    memory.set(key, remembered, bytes, generation);
    if (sinceMs >= remembered.freshMs) return undefined;
    if (events.cache.listened) events.cache.publish({ call, system, operation, result: "shared" });
    return remembered;
  };

  return async (key, input, call) => {
    if (shared === undefined || !remembers || !shared.available) return (await ask(key, input, call)).answer;
    const adoptShared = async () => {
      const generation = memory.generation;
      const found = await shared.read(key + shape);
      return found === undefined ? undefined : adopt(key, generation, call, found);
    };
    if (freshMs === 0) {
      // Nobody can use what another has asked for, except over an outage: all would wait in line to ask in turn.
      await adoptShared();
      return (await ask(key, input, call)).answer;
    }
    return together(shared, {
      key: key + shape,
      call,
      adopt: adoptShared,
      ask: () => ask(key, input, call),
    });
  };
}
