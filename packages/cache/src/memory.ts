import { LRUCache } from "lru-cache";
import type { CacheConfig } from "./config.ts";
import { Generations } from "./generations.ts";

/**
 * An answer and what is known of it. One object, because most are never asked for: what lives long enough to be
 * forgotten costs the garbage collector more than all else that a remembered call costs us.
 */
export class Remembered {
  readonly answer: unknown;
  /** When the system was asked, on the site's `clock.now()` scale. Of another replica's answer: when it was given. */
  readonly askedMs: number;
  /** When the system gave it, on the site's `clock.now()` scale. */
  readonly storedMs: number;
  /** The same, in epoch milliseconds. */
  readonly asOfMs: number;
  /** How long it is as good as a new one. */
  readonly freshMs: number;
  /** The system said that there is no such thing. */
  readonly absent: boolean;
  readonly tags: readonly string[];
  /** The last generation it was found to hold in. Its memory's business. */
  generation = 0;
  #answered: Promise<unknown> | undefined;

  constructor(answer: unknown, { askedMs, storedMs, asOfMs, freshMs, absent, tags }: Facts) {
    this.answer = answer;
    this.askedMs = askedMs;
    this.storedMs = storedMs;
    this.asOfMs = asOfMs;
    this.freshMs = freshMs;
    this.absent = absent;
    this.tags = tags;
  }

  /** The answer as callers get it: made by the first hit, so that the others make nothing. */
  get answered(): Promise<unknown> {
    return (this.#answered ??= Promise.resolve(this.answer));
  }
}

type Facts = Omit<Remembered, "answer" | "answered" | "generation">;

const ENTRY_BYTES = 256;
const CHARACTER_BYTES = 2;

/** What this process remembers, bounded in bytes; the least recently used goes first. */
export class Memory {
  readonly #kept: LRUCache<string, Remembered>;
  readonly #generations = new Generations();
  #generation = 0;

  constructor({ bytesMax, answerBytesMax, entriesMax }: CacheConfig) {
    this.#kept = new LRUCache({
      max: entriesMax,
      maxSize: bytesMax,
      // For an entry larger than all may be together, lru-cache lets go of everything and counts wrongly ever after.
      maxEntrySize: Math.min(answerBytesMax, bytesMax),
    });
  }

  /** Grows with each purge. What was asked for in an earlier one may be about what has changed since. */
  get generation(): number {
    return this.#generation;
  }

  get bytes(): number {
    return this.#kept.calculatedSize;
  }

  get entries(): number {
    return this.#kept.size;
  }

  get(key: string): Remembered | undefined {
    const remembered = this.#kept.get(key);
    if (remembered === undefined) return undefined;
    if (remembered.generation !== this.#generation) {
      if (!this.#generations.hold(remembered.tags, remembered.generation)) {
        this.#kept.delete(key);
        return undefined;
      }
      remembered.generation = this.#generation;
    }
    return remembered;
  }

  /** @param generation the one in which the system was asked */
  set(key: string, remembered: Remembered, bytes: number, generation: number): void {
    if (!this.#generations.hold(remembered.tags, generation)) return;
    const size = ENTRY_BYTES + key.length * CHARACTER_BYTES + bytes;
    remembered.generation = generation;
    this.#kept.set(key, remembered, { size });
  }

  purge(tags: Iterable<string>): void {
    this.#generation += 1;
    this.#generations.purge(tags, this.#generation);
  }

  clear(): void {
    this.#generation += 1;
    this.#generations.purgeAll(this.#generation);
    this.#kept.clear();
  }
}
