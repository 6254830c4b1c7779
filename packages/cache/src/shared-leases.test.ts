import { BackendUnavailable } from "@portico/core";
import { fakeClock } from "@portico/core/testing";
import { RedisUnavailable } from "@portico/redis";
import { describe, expect, test, vi } from "vitest";
import { between, isTake } from "./testing/between.ts";
import { PATIENCE, sharedRedis, untilWaiting } from "./testing/shared-redis.ts";

const stage = sharedRedis();
const leases = () => stage.server.cli("--raw", "KEYS", "portico:cache:*:lease");

test("a replica that stops while it takes a lease gives it back, and tells nobody of its own end", async () => {
  const [stopping, other] = [await stage.open(), await stage.open()];
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  between(stopping, async (words, run) => {
    const reply = await run();
    if (isTake(words)) await answered;
    return reply;
  });
  const { promise, reject } = Promise.withResolvers<string>();
  stage.system.will = async () => (stage.system.calls > 1 ? "two" : promise);
  const stopped = stopping.ask("a");
  await vi.waitFor(() => expect(leases()).not.toBe(""), PATIENCE);
  const waiting = other.ask("a");
  await untilWaiting(other);
  stopping.store.close();
  answer();
  await vi.waitFor(() => expect(stage.system.calls).toBeGreaterThan(0), PATIENCE);
  reject(new BackendUnavailable("We no longer talk to this system."));
  await expect(stopped).rejects.toThrow("no longer");
  await expect(waiting).resolves.toBe("two");
});

test("a lease whose grant comes too late is given back: it would be nobody's", async () => {
  const one = await stage.open();
  let granted: unknown;
  between(one, async (words, run) => {
    const reply = await run();
    if (!isTake(words)) return reply;
    granted = reply;
    throw new RedisUnavailable("Too late.");
  });
  await expect(one.ask("a")).resolves.toEqual({ said: '"a" #1' });
  expect(granted).toBe(1);
  // Answered after all that was asked before it.
  await one.redis?.command("PING");
  expect(leases()).toBe("");
});

describe("a leader that lost its lease and answers late", () => {
  const clocks = () => ({ late: fakeClock(), other: fakeClock(), third: fakeClock() });
  const whatTheThirdSees = async ({ late, other, third }: ReturnType<typeof clocks>) => {
    const leader = await stage.open({ clock: late });
    const next = await stage.open({ clock: other });
    const { promise, resolve } = Promise.withResolvers<string>();
    stage.system.will = async () => (stage.system.calls > 1 ? "asked for later" : promise);
    const first = leader.ask("a");
    await stage.untilLed();
    for (const clock of [late, other, third]) await clock.advance(100);
    stage.server.cli("DEL", leases());
    await expect(next.ask("a")).resolves.toBe("asked for later");
    await stage.untilStored();
    for (const clock of [late, other, third]) await clock.advance(100);
    resolve("asked for first");
    await expect(first).resolves.toBe("asked for first");
    // Answered after all that was asked before it.
    await leader.redis?.command("PING");
    return (await stage.open({ clock: third })).ask("a");
  };

  test("does not replace what was asked for later", async () => {
    await expect(whatTheThirdSees(clocks())).resolves.toBe("asked for later");
  });

  test("replaces what says to be from a time that has not come: no clock that is wrong keeps others out", async () => {
    const other = fakeClock();
    await other.advance(3_600_000);
    await expect(whatTheThirdSees({ ...clocks(), other })).resolves.toBe("asked for first");
  });
});
