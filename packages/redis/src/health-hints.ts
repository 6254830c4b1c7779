import { randomUUID } from "node:crypto";
import type { HealthHints, HealthOpinion } from "@portico/core";
import type { Redis } from "./redis.ts";

// An opinion that holds longer than any circuit stays open is nothing a breaker of ours has said.
const FOR_MS_MAX = 60_000;

/** What replicas think of a system, told over Redis. Lost while Redis is: each then has its own opinion only. */
export function redisHints(redis: Redis): HealthHints {
  const channel = `${redis.namespace}:health-hints`;
  const self = randomUUID();
  const listeners = new Set<(opinion: HealthOpinion) => void>();
  let stop: (() => void) | undefined;

  const heard = (message: string) => {
    const opinion = readOpinion(message, self);
    if (opinion !== undefined) for (const listen of listeners) listen(opinion);
  };
  return {
    publish({ system, operation, forMs }) {
      const message = JSON.stringify({ from: self, system, operation, forMs });
      redis.command("PUBLISH", channel, message).catch(() => {});
    },
    subscribe(listen) {
      listeners.add(listen);
      stop ??= redis.listen(channel, heard, () => {});
      return () => {
        listeners.delete(listen);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
  };
}

function readOpinion(message: string, self: string): HealthOpinion | undefined {
  try {
    const { from, system, operation, forMs } = JSON.parse(message) as Record<string, unknown>;
    return from !== self &&
      typeof system === "string" &&
      typeof operation === "string" &&
      typeof forMs === "number"
      ? { system, operation, forMs: Math.min(forMs, FOR_MS_MAX) }
      : undefined;
  } catch {
    return undefined;
  }
}
