import { createServer } from "node:net";
import { once } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import type { Service } from "./service.ts";
import { answers, standIn, supervised, type Supervised } from "./testing/supervised.ts";

let running: Supervised | undefined;
afterEach(() => running?.process.kill("SIGKILL"));

const run = (...args: Parameters<typeof supervised>): Supervised => (running = supervised(...args));

const expectAllGone = (services: readonly Service[]) =>
  vi.waitFor(async () => {
    const left = await Promise.all(services.map((service) => answers(service)));
    expect(left).not.toContain(true);
  }, 10_000);

test("prints the summary when all services are ready, and not before", async () => {
  const services = await Promise.all([standIn("mocks"), standIn("web")]);
  const supervisor = run(services);
  await supervisor.said("All are running.");
  expect(await Promise.all(services.map((service) => answers(service)))).toEqual([true, true]);
  expect(supervisor.output()).toMatch(/Mocks ✓ {2}Web ✓\n[^]*All are running\./);
});

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("%s stops every service and exits 0", async (signal) => {
  const services = await Promise.all([standIn("mocks"), standIn("web")]);
  const supervisor = run(services);
  await supervisor.said("All are running.");
  supervisor.process.kill(signal);
  expect(await supervisor.exitCode).toBe(0);
  expect(supervisor.output().match(/asked to stop/g)).toHaveLength(2);
  await expectAllGone(services);
});

test("a request to stop is obeyed while the services are still starting", async () => {
  const services = await Promise.all([standIn("mocks"), standIn("web", "never ready")]);
  const supervisor = run(services);
  await vi.waitFor(async () => expect(await answers(services[0])).toBe(true), 10_000);
  supervisor.process.kill("SIGINT");
  expect(await supervisor.exitCode).toBe(0);
  await expectAllGone(services);
});

test("a taken port is named with its service and variable, and nothing is started", async () => {
  const services = await Promise.all([standIn("mocks"), standIn("web")]);
  const squatter = createServer().listen(services[1]?.port, "127.0.0.1");
  await once(squatter, "listening");
  const supervisor = run(services);
  expect(await supervisor.exitCode).toBe(1);
  squatter.close();
  expect(supervisor.output()).toMatch(/^Port \d+ for the Web is taken.*WEB_PORT=\d+ npm start\n$/);
});

test("so is the taken port of a service's operators", async () => {
  const [web, { host, port }] = await Promise.all([standIn("web"), standIn("operators")]);
  const squatter = createServer().listen(port, host);
  await once(squatter, "listening");
  const operators = { label: "Web's operators", host, port, portVariable: "WEB_OPERATOR_PORT" };
  const supervisor = run([{ ...web, operators }]);
  expect(await supervisor.exitCode).toBe(1);
  squatter.close();
  expect(supervisor.output()).toMatch(
    /^Port \d+ for the Web's operators is taken.*WEB_OPERATOR_PORT=\d+ npm start\n$/,
  );
});

test("one port given to two services is a mistake we name", async () => {
  const mocks = await standIn("mocks");
  const supervisor = run([mocks, { ...(await standIn("web")), port: mocks.port }]);
  expect(await supervisor.exitCode).toBe(1);
  expect(supervisor.output()).toContain(`Port ${mocks.port} is given to`);
});

test("a service that dies at start is named with what it said, and the others stop", async () => {
  const services = await Promise.all([standIn("mocks"), standIn("web", "dies at start")]);
  const supervisor = run(services);
  expect(await supervisor.exitCode).toBe(1);
  expect(supervisor.output()).toContain("CRM_URL is missing.");
  expect(supervisor.output()).toContain("reading config");
  expect(supervisor.output()).toContain("Web ended unexpectedly (exit code 1).");
  expect(supervisor.output()).not.toContain("All are running.");
  await expectAllGone(services);
});

test("a service that never gets ready is named, and all stop", async () => {
  const services = await Promise.all([standIn("mocks"), standIn("web", "never ready")]);
  const supervisor = run(services, { startMsMax: 1_000 });
  expect(await supervisor.exitCode).toBe(1);
  expect(supervisor.output()).toContain("Not ready after 1 s: Web.");
  await expectAllGone(services);
});

test("a service that dies later takes the others with it", async () => {
  const services = await Promise.all([standIn("mocks"), standIn("web")]);
  const [, web] = services;
  const supervisor = run(services);
  await supervisor.said("All are running.");
  await answers(web, "/die");
  expect(await supervisor.exitCode).toBe(1);
  expect(supervisor.output()).toContain("Web ended unexpectedly (exit code 3).");
  await expectAllGone(services);
});

test("a service that ignores the request is killed after the grace, and we say so", async () => {
  const services = await Promise.all([standIn("mocks"), standIn("web", "stubborn")]);
  const supervisor = run(services, { stopMsMax: 200 });
  await supervisor.said("All are running.");
  supervisor.process.kill("SIGTERM");
  expect(await supervisor.exitCode).toBe(0);
  expect(supervisor.output()).toContain("Web did not stop within 0.2 s and was killed.");
  await expectAllGone(services);
});

test("a second Ctrl-C does not wait for a stubborn service", async () => {
  const services = [await standIn("web", "stubborn")];
  const supervisor = run(services, { stopMsMax: 600_000 });
  await supervisor.said("All are running.");
  supervisor.process.kill("SIGINT");
  await supervisor.said("asked to stop");
  const pressing = setInterval(() => supervisor.process.kill("SIGINT"), 50);
  await supervisor.exitCode;
  clearInterval(pressing);
  await expectAllGone(services);
});

test("services notice when the supervisor is killed", async () => {
  const services = await Promise.all([standIn("mocks"), standIn("web")]);
  const supervisor = run(services);
  await supervisor.said("All are running.");
  supervisor.process.kill("SIGKILL");
  await expectAllGone(services);
});

test("warnings are shown as one line that cannot command the terminal; the rest stays quiet", async () => {
  const service = await standIn("web");
  const supervisor = run([service]);
  await supervisor.said("All are running.");
  await answers(service, "/warn");
  await supervisor.said("backend call failed");
  expect(supervisor.output()).toMatch(
    /\d\d:\d\d:\d\d WARN {2}web {4}backend call failed {2}system=catalog error="timed out {2}\[31m"/,
  );
  await answers(service, "/named");
  await supervisor.said('WARN  web    cache unreachable  requestId=4711 tags="all,system:crm"');
  expect(supervisor.output()).not.toContain("listening");
});

test("all log lines are shown as they were written when asked for", async () => {
  const supervisor = run([await standIn("web")], { showAllLogs: true });
  await supervisor.said("All are running.");
  expect(supervisor.output()).toMatch(/^\{"level":30,.*"msg":"listening"\}$/m);
});

test("an address that is not this machine's is named", async () => {
  const supervisor = run([{ ...(await standIn("web")), host: "203.0.113.7" }]);
  expect(await supervisor.exitCode).toBe(1);
  expect(supervisor.output()).toContain("HOST=203.0.113.7 is not an address of this machine.");
});
