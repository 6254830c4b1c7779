import { gzipSync } from "node:zlib";
import type { Clock } from "@portico/core";
import { expect, test } from "vitest";
import type { FaultInput } from "../fault.ts";
import { proxiedGreeter, proxiedSystem, rawAnswer } from "../testing/proxied-greeter.ts";

const HEAD = "HTTP/1.1 200 OK\r\n";
const TYPE = "content-type: text/plain\r\n";
const ANSWER = `${HEAD}${TYPE}content-length: 4\r\n\r\nabcd`;
const announcing = (bytes: number) => `${HEAD}${TYPE}content-length: ${bytes}\r\n\r\n`;

/** What a client hears of `ANSWER`, until it has heard as much as it should, or the connection ends. */
async function heard(fault: FaultInput, bytes: number, clock?: Clock) {
  const { proxy } = await proxiedSystem(ANSWER, fault, clock === undefined ? {} : { clock });
  return (await rawAnswer(proxy.port, ({ length }) => length >= bytes)).toString("latin1");
}

test.each<[FaultInput, string]>([
  [{ kind: "reset", at: "head" }, ANSWER.slice(0, 32)],
  [{ kind: "reset", at: "body" }, `${announcing(4)}ab`],
  [{ kind: "hang", at: "head" }, ANSWER.slice(0, 32)],
  [{ kind: "hang", at: "body" }, `${announcing(4)}ab`],
  [{ kind: "truncate", bodyShare: 0.75 }, `${announcing(4)}abc`],
  [{ kind: "truncate", bodyShare: 0, announced: "part" }, announcing(0)],
  [{ kind: "truncate", bodyShare: 1, announced: "part" }, ANSWER],
  [{ kind: "wrong-length", byBytes: -3 }, `${announcing(1)}abcd`],
  [{ kind: "wrong-length", byBytes: -10 }, `${announcing(0)}abcd`],
  [
    { kind: "duplicate-headers", header: "content-length" },
    `${HEAD}${TYPE}content-length: 5\r\ncontent-length: 4\r\n\r\nabcd`,
  ],
  [
    { kind: "duplicate-headers", header: "content-type" },
    `${HEAD}${TYPE}content-type: application/octet-stream\r\ncontent-length: 4\r\n\r\nabcd`,
  ],
  [{ kind: "interim-flood", status: 100, count: 2 }, `${"HTTP/1.1 100 Continue\r\n\r\n".repeat(2)}${ANSWER}`],
  [
    { kind: "interim-flood", status: 102, count: 501 },
    `${"HTTP/1.1 102 Processing\r\n\r\n".repeat(501)}${ANSWER}`,
  ],
  [
    { kind: "endless-chunks", bytes: 20, everyMs: 60_000 },
    `${HEAD}${TYPE}transfer-encoding: chunked\r\n\r\n14\r\n${" ".repeat(20)}\r\n`,
  ],
  [{ kind: "close-race", when: "after-answer" }, ANSWER],
  [{ kind: "close-race", when: "on-reuse" }, ANSWER],
])("%j is, byte by byte, what it says", async (fault, bytes) => {
  expect(await heard(fault, bytes.length)).toBe(bytes);
});

test("garbage is any byte there is", async () => {
  const text = await heard({ kind: "garbage", bytes: 10_000 }, 10_000);
  expect(new Set(text).size).toBe(256);
});

test("what a gzip bomb announces is what it sends", async () => {
  const { ask } = await proxiedGreeter({ kind: "gzip-bomb", unpackedMib: 3 });
  const { headers, body } = await ask();
  expect(headers["content-length"]).toBe(String(body.length));
});

const floods: readonly FaultInput[] = [
  { kind: "gzip-bomb", unpackedMib: 2 },
  { kind: "huge-body", bodyMib: 2 },
];
test.each(floods)("%j floods also the client of a system that compresses", async (fault) => {
  const zipped = gzipSync("abcd").toString("latin1");
  const head = `${HEAD}Content-Encoding: gzip\r\ncontent-length: ${zipped.length}\r\n\r\n`;
  const { proxy } = await proxiedSystem(head + zipped, fault);
  const answer = await fetch(proxy.origin);
  expect((await answer.arrayBuffer()).byteLength).toBe(2 * 1_024 * 1_024);
});

const kept: readonly FaultInput[] = [
  { kind: "truncate", announced: "part" },
  { kind: "garbage", instead: "body" },
  { kind: "duplicate-headers", header: "content-type" },
  { kind: "interim-flood", count: 1 },
];
test.each(kept)("%j leaves the connection to the next question", async (fault) => {
  const { ask, proxy } = await proxiedGreeter(fault);
  for (let i = 0; i < 3; i += 1) expect((await ask()).status).toBe(200);
  expect(proxy.report()).toMatchObject({ total: 3, connections: 1 });
});

/** Time that passes at once, and what was waited for. */
function hastyClock() {
  const waits: number[] = [];
  const clock: Clock = {
    now: () => 0,
    epochMs: () => 0,
    after(delayMs, fire) {
      waits.push(delayMs);
      const soon = setImmediate(fire);
      return () => clearImmediate(soon);
    },
  };
  return { clock, waits };
}

// ANSWER has 68 bytes.
test.each<[FaultInput, readonly number[]]>([
  [{ kind: "latency", delay: { fixedMs: 250 } }, [250]],
  [{ kind: "drip", bytes: 10, everyMs: 7 }, Array.from({ length: 7 }, () => 7)],
  [{ kind: "drip", bytes: 68, everyMs: 7 }, [7]],
  [{ kind: "bandwidth", bytesPerS: 1 }, Array.from({ length: 68 }, () => 1_000)],
  [{ kind: "bandwidth", bytesPerS: 10 }, Array.from({ length: 68 }, () => 100)],
  [{ kind: "bandwidth", bytesPerS: 340 }, [50, 50, 50, 50]],
])("%j waits as long as it says, and as often", async (fault, expected) => {
  const { clock, waits } = hastyClock();
  expect(await heard(fault, ANSWER.length, clock)).toBe(ANSWER);
  expect(waits).toEqual(expected);
});

test("delays are the same for the same seed, call by call, and others for another", async () => {
  const drawn = async (seed: number) => {
    const { clock, waits } = hastyClock();
    const fault = { kind: "latency", delay: { medianMs: 40, p99Ms: 900 } } as const;
    const { ask } = await proxiedGreeter(fault, { clock, seed });
    for (let i = 0; i < 5; i += 1) await ask();
    return waits;
  };
  const one = await drawn(1);
  expect(new Set(one).size).toBe(5);
  expect(await drawn(1)).toEqual(one);
  expect(await drawn(2)).not.toEqual(one);
});

test("an endless answer waits between its chunks", async () => {
  const { clock, waits } = hastyClock();
  await heard({ kind: "endless-chunks", bytes: 10, everyMs: 33 }, 1_000, clock);
  expect(new Set(waits)).toEqual(new Set([33]));
});
