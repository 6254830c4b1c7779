import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const PROGRAM = `
  import { events, systemClock } from "@portico/core";
  import { observe } from "@portico/observability";

  const service = { name: "web" };
  const request = (number) =>
    events.request.publish({
      service, requestId: "request-" + number, traceId: "t", method: "GET", route: "/v1/home", status: 200, durationMs: 1,
    });
  const dropped = async (observed) => Number(/^portico_log_lines_dropped_total (\\d+)$/m.exec(await observed.metrics())[1]);
  const tell = (fact) => new Promise((told) => process.stderr.write(JSON.stringify(fact) + "\\n", told));
`;

/** Runs a process of its own that logs to its standard output: ours belongs to the test runner. */
function run(program: string) {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", PROGRAM + program], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 15_000,
    killSignal: "SIGKILL",
  });
  const exit = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  return { child, exit };
}

const requestNumbers = (output: string): number[] =>
  output
    .trimEnd()
    .split("\n")
    .map((line) => Number((JSON.parse(line) as { requestId: string }).requestId.slice("request-".length)));

const upTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

test("close writes every buffered line to standard output, whole and in order", async () => {
  const { child, exit } = run(`
    const observed = observe({ service });
    for (let number = 0; number < 5_000; number += 1) request(number);
    await observed.close();
    request(5_000);
  `);
  expect(requestNumbers(await text(child.stdout))).toEqual(upTo(5_000));
  expect(await exit).toBe(0);
});

test("a process that ends without closing has written its lines, however it ends", async () => {
  for (const ending of ["", "process.exit(0);", 'throw new Error("crashed");']) {
    const { child, exit } = run(`
      observe({ service });
      for (let number = 0; number < 100; number += 1) request(number);
      ${ending}
    `);
    expect(requestNumbers(await text(child.stdout))).toEqual(upTo(100));
    expect(await exit).toBe(ending.startsWith("throw") ? 1 : 0);
  }
});

test("a line of a quiet process is seen without waiting for more", async () => {
  const { child } = run(`
    observe({ service });
    request(0);
    setInterval(() => {}, 1_000);
  `);
  const [first] = (await child.stdout.take(1).toArray()) as Buffer[];
  child.kill("SIGKILL");
  expect(requestNumbers(String(first))).toEqual([0]);
});

test("a reader that stands still costs lines, which are counted, never memory; and close gives up on it", async () => {
  const { child, exit } = run(`
    const clock = { ...systemClock, after: (delayMs, fire) => systemClock.after(delayMs / 100, fire) };
    const observed = observe({ service, clock });
    for (let number = 0; number < 50_000; number += 1) {
      request(number);
      if (number % 100 === 0) await new Promise(setImmediate);
    }
    const whileStuck = await dropped(observed);
    await observed.close();
    await tell({ whileStuck, afterClose: await dropped(observed) });
    process.exit(0);
  `);
  const [told] = (await child.stderr.take(1).toArray()) as Buffer[];
  const { whileStuck, afterClose } = JSON.parse(String(told)) as { whileStuck: number; afterClose: number };
  child.stdout.destroy();
  // 50,000 lines are twice what may be held.
  expect(whileStuck).toBeGreaterThan(20_000);
  expect(afterClose).toBeGreaterThan(whileStuck);
  expect(await exit).toBe(0);
});

test("a reader that went away is survived, and what it misses is counted", async () => {
  const { child, exit } = run(`
    const observed = observe({ service });
    await tell("ready");
    let number = 0;
    while ((await dropped(observed)) === 0) {
      for (let line = 0; line < 1_000; line += 1) request(number++);
      await new Promise(setImmediate);
    }
    await observed.close();
    await tell({ dropped: await dropped(observed) });
  `);
  const facts = child.stderr[Symbol.asyncIterator]();
  await facts.next();
  child.stdout.destroy();
  const { dropped } = JSON.parse(String((await facts.next()).value)) as { dropped: number };
  expect(dropped).toBeGreaterThan(0);
  expect(await exit).toBe(0);
});
