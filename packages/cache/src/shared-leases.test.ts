import { BackendUnavailable } from "@portico/core";
import { type FakeClock, fakeClock } from "@portico/core/testing";
import { RedisUnavailable } from "@portico/redis";
import { describe, expect, test, vi } from "vitest";
import { between, isRenew, isTake } from "./testing/between.ts";
import { PATIENCE, sharedRedis, untilWaiting } from "./testing/shared-redis.ts";

const stage = sharedRedis();
const leases = () => stage.server.cli("--raw", "KEYS", "portico:cache:*:lease").trim();

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

describe("the lease of a leader", () => {
  /** One replica that asks the system, which answers when told. */
  async function leading(leaseClock?: FakeClock) {
    const one = await stage.open(leaseClock === undefined ? {} : { leaseClock });
    const { promise, resolve: answer } = Promise.withResolvers<unknown>();
    stage.system.will = () => promise;
    const asked = one.ask("a");
    await stage.untilLed();
    return { one, asked, answer, name: leases() };
  }

  test("ends by itself 600 ms after its last word", async () => {
    const { asked, answer, name } = await leading();
    expect(Number(stage.server.cli("PTTL", name))).toBeLessThanOrEqual(600);
    answer("one");
    await asked;
  });

  test("is renewed for as long as the system works, and costs nothing after that", async () => {
    const clock = fakeClock();
    const { one, asked, answer } = await leading(clock);
    let renewals = 0;
    between(one, async (words, run) => {
      if (isRenew(words)) renewals += 1;
      return run();
    });
    for (const times of [1, 2, 3]) {
      await clock.advance(200);
      expect(renewals).toBe(times);
    }
    answer("one");
    await asked;
    await clock.advance(200);
    expect(renewals).toBe(3);
    expect(clock.pending).toBe(0);
  });

  test("that another has taken over meanwhile is not given back for it", async () => {
    const { asked, answer, name } = await leading();
    stage.server.cli("SET", name, "another", "PX", "60000");
    answer("one");
    await asked;
    await stage.untilStored();
    expect(stage.server.cli("--raw", "GET", name).trim()).toBe("another");
  });

  test("that another has taken over meanwhile is not renewed for it", async () => {
    const { one, asked, answer, name } = await leading();
    let renewals = 0;
    between(one, async (words, run) => {
      const renewed = await run();
      if (isRenew(words)) renewals += 1;
      return renewed;
    });
    stage.server.cli("SET", name, "another", "PX", "60000");
    await vi.waitFor(() => expect(renewals).toBeGreaterThan(0), PATIENCE);
    expect(Number(stage.server.cli("PTTL", name))).toBeGreaterThan(10_000);
    answer("one");
    await asked;
  });

  test("is given back at once by a replica that stops", async () => {
    const { one, asked, answer, name } = await leading();
    stage.server.cli("PEXPIRE", name, "60000");
    one.store.close();
    await vi.waitFor(() => expect(leases()).toBe(""), PATIENCE);
    answer("one");
    await asked;
  });
});
