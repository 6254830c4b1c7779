import { LRUCache } from "lru-cache";
import { Generations } from "./generations.ts";

/** An answer and what is known of it. */
export interface Remembered {
  readonly answer: unknown;
  /** The answer as callers get it: made once, so that a hit makes nothing. */
  readonly answered: Promise<unknown>;
  /** When the system gave it, on the site's `clock.now()` scale. */
  readonly storedMs: number;
  /** The same, in epoch milliseconds. */
  readonly asOfMs: number;
  /** How long it is as good as a new one. */
  readonly freshMs: number;
  /** The system said that there is no such thing. */
  readonly absent: boolean;
  readonly tags: readonly string[];
}

interface Kept {
  readonly remembered: Remembered;
  /** The last generation it was found to hold in. */
  generation: number;
}

export interface MemoryOptions {
  readonly bytesMax: number;
  readonly answerBytesMax: number;
  readonly entriesMax: number;
}

const ENTRY_BYTES = 256;
const CHARACTER_BYTES = 2;

/** What this process remembers, bounded in bytes; the least recently used goes first. */
export class Memory {
  readonly #kept: LRUCache<string, Kept>;
  readonly #generations = new Generations();
  #generation = 0;

  constructor({ bytesMax, answerBytesMax, entriesMax }: MemoryOptions) {
    this.#kept = new LRUCache({ max: entriesMax, maxSize: bytesMax, maxEntrySize: answerBytesMax });
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
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    if (kept.generation !== this.#generation) {
      if (!this.#generations.hold(kept.remembered.tags, kept.generation)) {
        this.#kept.delete(key);
        return undefined;
      }
      kept.generation = this.#generation;
    }
    return kept.remembered;
  }

  /** @param generation the one in which the system was asked */
  set(key: string, remembered: Remembered, bytes: number, generation: number): void {
    if (!this.#generations.hold(remembered.tags, generation)) return;
    const size = ENTRY_BYTES + key.length * CHARACTER_BYTES + bytes;
    this.#kept.set(key, { remembered, generation }, { size });
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
