import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "@portico/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

const START = fileURLToPath(new URL("./start.ts", import.meta.url));
const HOST = "127.0.0.1";
const ada = { headers: { "x-portico-user": "100001" } };

/** What `npm start` prints is its promise: every line of it is tried here, on the real estate. */
const house = { web: "", mobile: "", mocks: "", summary: "" };
let stop = async (): Promise<number> => 0;

beforeAll(async () => {
  const [web, mobile, mocks] = [await freePort(), await freePort(), await freePort()];
  const child = spawn(process.execPath, [START], {
    env: {
      PATH: process.env["PATH"] ?? "",
      WEB_PORT: String(web),
      MOBILE_PORT: String(mobile),
      MOCKS_PORT: String(mocks),
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "close");
  stop = async () => {
    child.kill("SIGTERM");
    const [code] = (await ended) as [number];
    return code;
  };
  Object.assign(house, {
    web: `http://${HOST}:${web}`,
    mobile: `http://${HOST}:${mobile}`,
    mocks: `http://${HOST}:${mocks}`,
  });
  for await (const line of createInterface({ input: child.stdout })) {
    house.summary += `${line}\n`;
    if (line.startsWith("Stop with")) break;
  }
});
afterAll(async () => {
  await stop();
});

// With many orders, and with next to none.
test.each(["100001", "100098"])(
  "the mobile home of %s has at most a third of the web home's bytes",
  async (customer) => {
    const home = async (bff: string) =>
      (await fetch(`${bff}/v1/home`, { headers: { "x-portico-user": customer } })).text();
    const [web, mobile] = await Promise.all([home(house.web), home(house.mobile)]);
    expect(JSON.parse(web)).toMatchObject({ sectionStates: {} });
    expect(JSON.parse(mobile)).toMatchObject({ sectionStates: {} });
    expect(Buffer.byteLength(mobile) * 3).toBeLessThanOrEqual(Buffer.byteLength(web));
  },
);

test("the curl lines of the summary answer 200", async () => {
  const urls = [...house.summary.matchAll(/curl -H 'X-Portico-User: 100001' (\S+)/g)].map(
    ([, url]) => url ?? "",
  );
  expect(urls).toHaveLength(3);
  for (const url of urls)
    expect({ url, status: (await fetch(url, ada)).status }).toEqual({ url, status: 200 });
});

test("the lines that break a backend and heal it do so", async () => {
  const switches = [
    ...house.summary.matchAll(/curl -X PUT (\S+) -H 'content-type: application\/json' -d '(\S+)'/g),
  ];
  expect(switches.map(([, , choice]) => choice)).toEqual(['{"name":"hangs"}', '{"name":"healthy"}']);
  for (const [, url = "", choice = ""] of switches) {
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "PUT", headers, body: choice });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject(JSON.parse(choice) as object);
  }
});

test("both docs pages and the simulators' panel are where it says", async () => {
  const places = [`${house.web}/docs`, `${house.mobile}/docs`, `${house.mocks}/_simulator`];
  for (const url of places) {
    expect(house.summary).toContain(url);
    expect((await fetch(url)).status).toBe(200);
  }
});

test("SIGTERM stops all of it with exit code 0", async () => {
  expect(await stop()).toBe(0);
  for (const url of [house.web, house.mobile, house.mocks])
    await expect(fetch(url)).rejects.toThrow("fetch failed");
});
