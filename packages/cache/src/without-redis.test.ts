import { describe, expect, onTestFinished, test, vi } from "vitest";
import { openReplica, type Replica } from "./testing/replica.ts";
import { PATIENCE, sharedRedis } from "./testing/shared-redis.ts";

const stage = sharedRedis();

describe("without Redis every question is answered, and rightly", () => {
  const expectRightAnswers = async (replica: Replica) => {
    for (const question of ["x", "y", "z"]) {
      const answer = await replica.ask(question);
      expect(answer).toEqual({ said: `"${question}" #${stage.system.calls}` });
      await replica.ask(question);
    }
    expect(stage.system.calls).toBe(3);
  };

  test("when it was never there", async () => {
    await expectRightAnswers(await openReplica(stage.system, { redisUrl: "redis://127.0.0.1:1" }));
  });

  test("when it hangs", async () => {
    const replica = await stage.open();
    stage.server.hang();
    onTestFinished(() => stage.server.resume());
    await expectRightAnswers(replica);
  });

  test("when it is killed in the middle, and when it is back", async () => {
    const replica = await stage.open();
    await stage.server.stop();
    await expectRightAnswers(replica);
    await stage.server.start();
    await vi.waitFor(() => expect(replica.redis?.health().state).toBe("up"), PATIENCE);
    await replica.ask("again");
    await stage.untilStored();
  });

  test("when the password is wrong", async () => {
    await expectRightAnswers(
      await openReplica(stage.system, { redisUrl: stage.server.url.replace("//", "//user:wrong@") }),
    );
  });

  test("when it fails over and takes no writes", async () => {
    const replica = await stage.open();
    stage.server.cli("REPLICAOF", "127.0.0.1", "1");
    onTestFinished(() => void stage.server.cli("REPLICAOF", "NO", "ONE"));
    await expectRightAnswers(replica);
  });

  test("when it has no memory left", async () => {
    const replica = await stage.open();
    stage.server.cli("CONFIG", "SET", "maxmemory", "1");
    onTestFinished(() => void stage.server.cli("CONFIG", "SET", "maxmemory", "0"));
    await expectRightAnswers(replica);
  });

  test("when it hangs while another replica leads", async () => {
    const [leader, other] = [await stage.open(), await stage.open()];
    const { promise, resolve } = Promise.withResolvers<void>();
    stage.system.will = async () => {
      if (stage.system.calls === 1) await promise;
      return stage.system.calls;
    };
    const first = leader.ask("a");
    await stage.untilLed();
    const second = other.ask("a");
    stage.server.hang();
    onTestFinished(() => stage.server.resume());
    await expect(second).resolves.toBe(2);
    resolve();
    await first;
  });
});
