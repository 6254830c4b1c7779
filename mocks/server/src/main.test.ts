import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { request } from "undici";
import { afterEach, expect, test } from "vitest";
import { createMockServer } from "./mock-server.ts";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function start(env: Record<string, string>) {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...env }, stdio: "pipe" });
  children.push(child);
  let stderr = "";
  child.stderr.on("data", (text) => (stderr += text));
  return { child, exited: once(child, "exit"), errors: () => stderr };
}

test.each(["SIGTERM", "SIGINT"] as const)(
  "serves all systems on one port until %s, then exits with 0, also with a call hanging",
  async (signal) => {
    const { child, exited, errors } = start({ MOCKS_PORT: "0", CATALOG_API_KEY: "own-key" });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line.toString())?.[0] ?? "";
    expect((await request(`${origin}/health/ready`)).statusCode).toBe(200);
    const headers = { "x-api-key": "own-key" };
    const listed = await request(`${origin}/catalog/api/products?per_page=1`, { headers });
    expect(await listed.body.json()).toMatchObject({ status: "OK" });

    await request(`${origin}/_simulator/catalog/scenario`, { method: "PUT", body: `{"name":"hangs"}` });
    const hanging = request(`${origin}/catalog/api/products`, { headers });
    hanging.catch(() => undefined);
    for (;;) {
      const { body } = await request(`${origin}/_simulator/catalog/calls`);
      if (((await body.json()) as { inFlight: number }).inFlight === 1) break;
    }
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
    await expect(hanging).rejects.toMatchObject({ code: "UND_ERR_SOCKET" });
    expect(errors()).toBe("");
  },
);

test("a taken port is one sentence that names it and the variable, and exit code 1", async () => {
  const taken = await createMockServer();
  const { exited, errors } = start({ MOCKS_PORT: String(taken.port) });
  expect(await exited).toEqual([1, null]);
  expect(errors()).toMatch(new RegExp(`^Port ${taken.port} on 127\\.0\\.0\\.1 is taken: .*MOCKS_PORT.*\\n$`));
  await taken.close();
});

test("a host that is none of ours is one sentence that names HOST, and exit code 1", async () => {
  const { exited, errors } = start({ HOST: "192.0.2.1", MOCKS_PORT: "0" });
  expect(await exited).toEqual([1, null]);
  expect(errors()).toMatch(/^Cannot listen \(listen EADDRNOTAVAIL.*\): check HOST and MOCKS_PORT\.\n$/);
});

test.each(["no", "65536", "-1", "1e3"])("MOCKS_PORT=%s is one sentence and exit code 1", async (port) => {
  const { exited, errors } = start({ MOCKS_PORT: port });
  expect(await exited).toEqual([1, null]);
  expect(errors()).toBe(`MOCKS_PORT must be a port number from 0 to 65535, not "${port}".\n`);
});
