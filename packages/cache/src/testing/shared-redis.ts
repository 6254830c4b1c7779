import { openTestRedis, type TestRedis } from "@portico/redis/testing";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { CountedSystem, openReplica, type Replica, type ReplicaOptions } from "./replica.ts";

export const PATIENCE = { timeout: 10_000, interval: 5 };

/** A Redis of its own for one test file, flushed before each test, and a system that replicas ask. */
export function sharedRedis() {
  const stage = {} as { server: TestRedis; system: CountedSystem };
  beforeAll(async () => {
    stage.server = await openTestRedis();
  });
  afterAll(() => stage.server.close());
  beforeEach(() => {
    stage.server.cli("FLUSHALL");
    stage.system = new CountedSystem();
  });
  const storedNames = () =>
    stage.server.cli("--raw", "KEYS", "portico:cache:*:value").split("\n").filter(Boolean);
  return Object.assign(stage, {
    open: (options: ReplicaOptions = {}) => openReplica(stage.system, { ...options, server: stage.server }),
    /** The keys that answers lie under. */
    storedNames,
    untilStored: () => vi.waitFor(() => expect(storedNames()).toHaveLength(1), PATIENCE),
    /** One replica leads, and has asked the system. */
    untilLed: () => vi.waitFor(() => expect(stage.system.calls).toBe(1), PATIENCE),
  });
}

/** The replica has seen that another leads, and looks for its last word. */
export const untilWaiting = (replica: Replica) =>
  vi.waitFor(() => expect(replica.looks()).toBeGreaterThan(0), PATIENCE);
