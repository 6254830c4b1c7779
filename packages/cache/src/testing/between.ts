import type { Redis } from "@portico/redis";
import { vi } from "vitest";
import type { Replica } from "./replica.ts";

type Words = Parameters<Redis["command"]>;

/** Puts a test between a replica and its Redis: it runs each command with `run`, and may hold or lose its answer. */
export function between(
  { redis }: Replica,
  meddle: (words: Words, run: () => Promise<unknown>) => Promise<unknown>,
): void {
  if (redis === undefined) throw new TypeError("This replica has no Redis.");
  // Not through what counts its looks.
  vi.spyOn(redis, "command").mockRestore();
  const real = redis.command.bind(redis);
  vi.spyOn(redis, "command").mockImplementation((...words) => meddle(words, () => real(...words)));
}

/** Which of our scripts it is, by what only it says. */
export const isCatchUp = ([name, script]: Words): boolean =>
  name === "EVAL" && String(script).includes("ZRANGEBYSCORE");
export const isPurge = ([name, script]: Words): boolean =>
  name === "EVAL" && String(script).includes("PUBLISH");
export const isTake = ([name, script]: Words): boolean =>
  name === "EVAL" && String(script).includes("local holder");
export const isKeep = ([name, script]: Words): boolean =>
  name === "EVAL" && String(script).includes("askedMs");
export const isRenew = ([name, script]: Words): boolean =>
  name === "EVAL" && String(script).includes("PEXPIRE");
