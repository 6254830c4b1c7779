import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createMockServer, environmentFor } from "@portico/mock-server";
import { expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../src/main.mjs", import.meta.url));

test("the process lets operators in on a port of their own, and ends with 0", async () => {
  const mocks = await createMockServer();
  const token = "operator-token-of-these-tests-000";
  const operators = { OPERATOR_PORT: "0", OPERATOR_TOKEN: token };
  const env = { ...environmentFor(mocks.origin), ...operators, MOBILE_PORT: "0", UNREADY_MS: "0" };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  try {
    const urls: Record<string, string> = {};
    for await (const line of createInterface({ input: child.stdout })) {
      const { msg, url } = JSON.parse(line) as { readonly msg: string; readonly url: string };
      urls[msg] = url;
      if (msg === "listening") break;
    }
    const headers = { authorization: `Bearer ${token}` };
    const circuits = await fetch(`${urls["operators listening"]}/operator/circuits`, { headers });
    expect(await circuits.json()).toMatchObject({
      service: "mobile",
      circuits: expect.arrayContaining([expect.objectContaining({ operation: "listFeatured" })]),
    });
    expect((await fetch(`${urls["listening"]}/operator/circuits`, { headers })).status).toBe(404);
    child.kill("SIGTERM");
    expect(await closed).toEqual([0, null]);
  } finally {
    child.kill("SIGKILL");
    await closed;
    await mocks.close();
  }
});
