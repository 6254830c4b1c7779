import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { serveFetch } from "@portico/mock-kit";
import { expect, onTestFinished, test } from "vitest";
import { contractOf, portico } from "../test/portico.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

/** A system, the command before it, and what the command says, line by line. */
async function start(...parameters: string[]) {
  const system = await serveFetch(async () => new Response("up"));
  const child = spawn(process.execPath, [main, "faults", "--to", system.origin, ...parameters]);
  const closed = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await closed;
    await system.close();
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value as string;
  const first = await next();
  const origin = /^http:\S+/.exec(first)?.[0] ?? "";
  const ask = () =>
    fetch(origin).then(
      ({ status }) => status,
      () => "failed",
    );
  return { child, closed, first, next, ask };
}

test("it stands before a system, takes a fault a line, and says at the end what arrived", async () => {
  const { child, closed, first, next, ask } = await start("--fault", "{ kind: reset, at: request }");
  expect(first).toMatch(/^http:\/\/127\.0\.0\.1:\d+ before http:\/\/127\.0\.0\.1:\d+: \{"kind":"reset"/);
  expect(await ask()).toBe("failed");
  child.stdin.write("well\n");
  expect(await next()).toBe("well");
  expect(await ask()).toBe(200);
  child.stdin.write("refuse\n");
  expect(await next()).toBe('{"kind":"refuse"}');
  expect(await ask()).toBe("failed");
  child.kill("SIGTERM");
  expect(JSON.parse(await next())).toMatchObject({ byOperation: { reset: 1, passed: 1 }, inFlight: 0 });
  expect(await closed).toEqual([0, null]);
});

test("it plays one system's part of a scenario and stops when it is told to", async () => {
  const scenario = contractOf("mocks/scenarios/brown-out.yaml");
  const { child, closed, first, ask } = await start("--script", scenario, "--system", "erp");
  expect(first).toMatch(/: well$/);
  expect(await ask()).toBe(200);
  child.kill("SIGINT");
  expect(await closed).toEqual([0, null]);
});

test("it plays to the end also while nobody listens, and then ends by itself", async () => {
  const folder = mkdtempSync(join(tmpdir(), "portico-faults-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = join(folder, "short.yaml");
  writeFileSync(script, "timeline: [{ system: erp, atMs: 10, forMs: 50, fault: { kind: refuse } }]\n");
  const { closed, first, next } = await start("--script", script, "--system", "erp");
  expect(first).toMatch(/: well$/);
  expect([await next(), await next()]).toEqual(['{"kind":"refuse"}', "well"]);
  expect(JSON.parse(await next())).toMatchObject({ total: 0 });
  expect(await closed).toEqual([0, null]);
});

test("each line is answered with the fault it ordered, however fast the next one comes", async () => {
  const { child, next } = await start();
  child.stdin.write("hang\nrefuse\nwell\n");
  expect([await next(), await next(), await next()]).toEqual([
    '{"kind":"hang","at":"request","percent":100}',
    '{"kind":"refuse"}',
    "well",
  ]);
});

test.each([
  [["--to", "https://crm.example"], 2, /^\[usage\] --to must be the URL of a system that speaks plain HTTP/],
  [["--to", "http://127.0.0.1:1", "--port", "70000"], 2, /^\[usage\] --port must be a whole number/],
  [["--to", "http://127.0.0.1:1", "--script", "x.yaml"], 2, /^\[usage\] --script needs --system/],
  [["--to", "http://127.0.0.1:1", "--fault", "sleepy"], 2, /^\[script_invalid\] --fault:1 kind: Invalid/],
])("%j is refused in a sentence", async (parameters, status, sentence) => {
  const ran = await portico(["faults", ...parameters]);
  expect(ran.stderr).toMatch(sentence);
  expect(ran.status).toBe(status);
});

test("a port that is taken is said in a line, without a stack", async () => {
  const squatter = await serveFetch(async () => new Response("mine"));
  onTestFinished(() => squatter.close());
  const { port } = new URL(squatter.origin);
  const ran = await portico(["faults", "--to", squatter.origin, "--port", port]);
  expect(ran.stderr).toBe(`[system_refused] listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`);
  expect(ran.status).toBe(2);
});
