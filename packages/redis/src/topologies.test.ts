import { createServer } from "node:net";
import { listenOnFreePort } from "@portico/core/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { RedisConfigSchema } from "./config.ts";
import { openRedis, type Redis } from "./redis.ts";
import { openTestRedis } from "./testing/index.ts";

const PATIENCE = { timeout: 15_000, interval: 20 };
// The first byte of a record. Source: RFC 8446, 5.1.
const TLS_HANDSHAKE = 22;

async function server(...given: Parameters<typeof openTestRedis>) {
  const opened = await openTestRedis(...given);
  onTestFinished(() => opened.close());
  return opened;
}

function connect(url: string): Redis {
  const redis = openRedis(RedisConfigSchema.parse({ url, commandMsMax: 500 }));
  onTestFinished(() => redis.close());
  return redis;
}

const untilUp = (redis: Redis) => vi.waitFor(() => expect(redis.health().state).toBe("up"), PATIENCE);

test("behind Sentinel the primary is found, and its successor after a failover, whose news are heard too", async () => {
  const primary = await server();
  const replica = await server(["--replicaof", "127.0.0.1", `${primary.port}`]);
  const sentinel = await server(
    ["--sentinel"],
    [`sentinel monitor shop 127.0.0.1 ${primary.port} 1`, "sentinel down-after-milliseconds shop 300"],
  );
  const redis = connect(`redis-sentinel://127.0.0.1:${sentinel.port}#shop`);
  await untilUp(redis);
  await redis.command("SET", "a", "1");
  const heard: string[] = [];
  redis.listen(
    "news",
    (message) => void heard.push(message),
    () => {},
  );
  await vi.waitFor(() => expect(replica.cli("GET", "a")).toBe("1"), PATIENCE);
  await vi.waitFor(
    () => expect(sentinel.cli("SENTINEL", "REPLICAS", "shop")).toContain(`${replica.port}`),
    PATIENCE,
  );

  await primary.stop();
  await vi.waitFor(async () => {
    await redis.command("SET", "a", "2");
    expect(replica.cli("GET", "a")).toBe("2");
  }, PATIENCE);
  await vi.waitFor(() => {
    replica.cli("PUBLISH", "news", "from the successor");
    expect(heard).toContain("from the successor");
  }, PATIENCE);
});

test("a Sentinel that hangs is passed over for the next", async () => {
  const primary = await server();
  const monitor = [`sentinel monitor shop 127.0.0.1 ${primary.port} 1`];
  const [hanging, other] = [await server(["--sentinel"], monitor), await server(["--sentinel"], monitor)];
  hanging.hang();
  const redis = connect(`redis-sentinel://127.0.0.1:${hanging.port},127.0.0.1:${other.port}#shop`);
  await untilUp(redis);
  await redis.command("SET", "a", "1");
  expect(primary.cli("GET", "a")).toBe("1");
});

test.each(["rediss", "rediss-sentinel", "rediss-cluster"])(
  "%s:// speaks TLS with those it names",
  async (scheme) => {
    const begun: number[] = [];
    const named = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", (bytes) => {
        begun.push(bytes[0] ?? 0);
        socket.destroy();
      });
    });
    onTestFinished(() => void named.close());
    connect(`${scheme}://127.0.0.1:${await listenOnFreePort(named)}`);
    await vi.waitFor(() => expect(begun).not.toEqual([]), PATIENCE);
    expect(new Set(begun)).toEqual(new Set([TLS_HANDSHAKE]));
  },
);

test("in a cluster keys are found on their nodes, and news are heard, also after a connection was lost, which is said", async () => {
  const node = await server(["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"]);
  node.cli("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
  const redis = connect(`redis-cluster://127.0.0.1:${node.port}`);
  await untilUp(redis);
  for (const key of ["a", "b", "{c}:1"]) {
    await redis.command("SET", key, key);
    await expect(redis.command("GET", key)).resolves.toBe(key);
  }
  const heard: string[] = [];
  const listening = vi.fn<() => void>();
  redis.listen("news", (message) => void heard.push(message), listening);
  await vi.waitFor(() => expect(listening).toHaveBeenCalledTimes(1), PATIENCE);
  await redis.command("PUBLISH", "news", "one");
  await vi.waitFor(() => expect(heard).toEqual(["one"]), PATIENCE);
  for (const times of [2, 3]) {
    node.cli("CLIENT", "KILL", "TYPE", "pubsub");
    await vi.waitFor(() => expect(listening).toHaveBeenCalledTimes(times), PATIENCE);
  }
  await node.stop();
  await node.start();
  node.cli("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
  await vi.waitFor(async () => {
    redis.health();
    await redis.command("PUBLISH", "news", "two");
    expect(heard).toContain("two");
  }, PATIENCE);
});
