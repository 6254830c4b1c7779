import { spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "portico-log-"));
afterAll(() => rmSync(directory, { recursive: true }));

const PROGRAM = `
  import { events, systemClock } from "@portico/core";
  import { observe } from "@portico/observability";

  const service = { name: "web" };
  const request = (number) =>
    events.request.publish({
      service, requestId: "request-" + number, traceId: "t", method: "GET", route: "/v1/home", status: 200, durationMs: 1,
    });
  const requests = (count) => { for (let number = 0; number < count; number += 1) request(number); };
  const dropped = async (observed) => Number(/^portico_log_lines_dropped_total (\\d+)$/m.exec(await observed.metrics())[1]);
  const tell = (fact) => new Promise((told) => process.stderr.write(JSON.stringify(fact) + "\\n", told));
`;

/** Runs a process of its own that logs to its standard output: ours belongs to the test runner. */
function run(program: string, stdout: "pipe" | number = "pipe") {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", PROGRAM + program], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["pipe", stdout, "pipe"],
    timeout: 15_000,
    killSignal: "SIGKILL",
  });
  const exit = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const told = (child.stderr as Readable)[Symbol.asyncIterator]();
  const fact = async () => JSON.parse(String((await told.next()).value)) as Record<string, number>;
  return { child, output: child.stdout as Readable, exit, fact };
}

const requestNumbers = (output: string): number[] =>
  output
    .trimEnd()
    .split("\n")
    .map((line) => Number((JSON.parse(line) as { requestId: string }).requestId.slice("request-".length)));

const upTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

test.each([
  ["closes", 0, "const observed = observe({ service }); requests(100); await observed.close(); requests(1);"],
  ["has nothing left to do", 0, "observe({ service }); requests(100);"],
  ["exits on the spot", 0, "observe({ service }); requests(100); process.exit(0);"],
  ["crashes", 1, 'observe({ service }); requests(100); throw new Error("crashed");'],
  [
    "is told to stop",
    0,
    `const observed = observe({ service });
     const alive = setInterval(() => {}, 1_000);
     process.once("SIGTERM", async () => { requests(100); await observed.close(); clearInterval(alive); });
     process.kill(process.pid, "SIGTERM");`,
  ],
])("a process that %s has written its lines, to a pipe and to a file", async (ending, code, program) => {
  const piped = run(program);
  expect(requestNumbers(await text(piped.output))).toEqual(upTo(100));
  expect(await piped.exit).toBe(code);

  const file = join(directory, ending);
  expect(await run(program, openSync(file, "w")).exit).toBe(code);
  expect(requestNumbers(readFileSync(file, "utf8"))).toEqual(upTo(100));
});

test("more lines than one write takes arrive whole and in order", async () => {
  const { output, exit } = run(
    "const observed = observe({ service }); requests(5_000); await observed.close();",
  );
  expect(requestNumbers(await text(output))).toEqual(upTo(5_000));
  expect(await exit).toBe(0);
});

test("a line of a quiet process is seen without waiting for more", async () => {
  const { child, output } = run("observe({ service }); requests(1); setInterval(() => {}, 1_000);");
  const [first] = (await output.take(1).toArray()) as Buffer[];
  child.kill("SIGKILL");
  expect(requestNumbers(String(first))).toEqual([0]);
});

test("a reader that stands still costs lines, which are counted, never memory; and close gives up on it", async () => {
  const { output, exit, fact } = run(`
    const clock = { ...systemClock, after: (delayMs, fire) => systemClock.after(delayMs / 100, fire) };
    const observed = observe({ service, clock });
    for (let burst = 0; burst < 500; burst += 1) {
      requests(100);
      await new Promise(setImmediate);
    }
    const lost = await dropped(observed);
    await observed.close();
    await tell({ lost });
    process.exit(0);
  `);
  // 50,000 lines are twice what may be held.
  expect((await fact())["lost"]).toBeGreaterThan(20_000);
  output.destroy();
  expect(await exit).toBe(0);
});

test("a reader that went away is survived, and what it misses is counted", async () => {
  const { output, exit, fact } = run(`
    const observed = observe({ service });
    await tell({});
    while ((await dropped(observed)) === 0) {
      requests(1_000);
      await new Promise(setImmediate);
    }
    await observed.close();
    await tell({ lost: await dropped(observed) });
  `);
  await fact();
  output.destroy();
  expect((await fact())["lost"]).toBeGreaterThan(0);
  expect(await exit).toBe(0);
});

test("a process whose reader went away can exit, though it holds lines", async () => {
  const { child, output, exit, fact } = run(`
    observe({ service });
    process.stdin.once("data", () => { requests(100); process.exit(0); });
    await tell({});
  `);
  await fact();
  output.destroy();
  child.stdin?.write("go on");
  expect(await exit).toBe(0);
});

test("an output that takes nothing holds up neither close nor exit", async () => {
  const { exit, fact } = run(
    `
    const observed = observe({ service });
    requests(100);
    await observed.close();
    await tell({});
    observe({ service });
    requests(100);
  `,
    openSync(devNull, "r"),
  );
  await fact();
  expect(await exit).toBe(0);
});
