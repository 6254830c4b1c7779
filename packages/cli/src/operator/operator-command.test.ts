import { createServer } from "node:http";
import { openBackends, readConfig, service } from "@portico/bff-web";
import { operatorPort, serve } from "@portico/bff-kit";
import { CircuitsReportSchema } from "@portico/bff-kit/operator";
import { listenOnFreePort } from "@portico/core/testing";
import { createMockServer, environmentFor, type MockServer } from "@portico/mock-server";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { portico } from "../../test/portico.ts";

const TOKEN = "operator-token-of-these-tests-000";
const ORDER = ["--by", "ops@example.com", "--reason", "CRM upgrade, ticket 4711"];

let mocks: MockServer;
beforeAll(async () => {
  mocks = await createMockServer();
});
afterAll(() => mocks.close());

/** The operators' port of one Web BFF; as production has it, but for the screens. */
async function openReplica(environment: Record<string, string> = {}) {
  const operators = { OPERATOR_PORT: "0", OPERATOR_TOKEN: TOKEN };
  const { operator, ...config } = readConfig({
    ...environmentFor(mocks.origin),
    ...operators,
    ...environment,
  });
  const backends = openBackends(config);
  const port = operatorPort(operator, {
    service,
    systems: backends.systems,
    purge: (tags) => backends.cache.purge(tags),
    connections: () => backends.health(),
  });
  if (port === undefined) throw new Error("The operators' port is off.");
  const { url, drain } = await serve(port.app, { service, ...port });
  onTestFinished(async () => {
    await drain(0);
    await backends.close();
  });
  const stateOf = (operation: string) =>
    backends.systems.flatMap(({ circuits }) => circuits).find((one) => one.operation === operation)?.state;
  return { url, stateOf };
}

const operator = (parameters: readonly string[], environment: Record<string, string> = {}) =>
  portico(["operator", ...parameters], { environment: { OPERATOR_TOKEN: TOKEN, ...environment } });

describe("portico operator circuits", () => {
  test("shows each circuit, and why it is as it is", async () => {
    const { url } = await openReplica();
    await operator(["circuits", "disable", "crm", "findCustomer", ...ORDER, "--url", url]);
    const { status, stdout, stderr } = await operator(["circuits"], { OPERATOR_URL: url, COLUMNS: "160" });
    expect([status, stderr]).toEqual([0, ""]);
    const lines = stdout.split("\n");
    expect(lines[0]).toBe(`web ${url}`);
    expect(lines[1]).toMatch(/^ {2}system +operation +state +since +lately +because$/);
    expect(stdout).toMatch(
      /^ {2}crm +findCustomer +disabled +\S+Z +no calls +ops@example\.com: CRM upgrade, ticket 4711$/m,
    );
    expect(stdout).toMatch(/^ {2}catalog +listFeatured +closed +\S+Z +no calls$/m);
  });

  test("changes one, in each process that is named, and shows what became of it", async () => {
    const [one, other] = await Promise.all([openReplica(), openReplica()]);
    const urls = ["--url", one.url, "--url", other.url];
    for (const [order, state] of [
      ["open", "open"],
      ["disable", "disabled"],
      ["close", "closed"],
    ] as const) {
      const ran = await operator(["circuits", order, "erp", "listOrders", ...ORDER, ...urls]);
      expect([ran.status, ran.stderr]).toEqual([0, ""]);
      expect(ran.stdout.match(new RegExp(`erp +listOrders +${state} `, "g"))).toHaveLength(2);
      expect([one.stateOf("listOrders"), other.stateOf("listOrders")]).toEqual([state, state]);
    }
  });

  test("changes the others when one process is down, says so, and exits 1", async () => {
    const { url, stateOf } = await openReplica();
    const down = "http://127.0.0.1:1";
    const parameters = ["circuits", "open", "erp", "listOrders", ...ORDER, "--url", down, "--url", url];
    const { status, stdout, stderr } = await operator(parameters);
    expect(status).toBe(1);
    expect(stdout).toContain(url);
    expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:1 \[unreachable\] It cannot be reached: bad port\.\n/);
    expect(stateOf("listOrders")).toBe("open");
  });

  test("does not say that an order came to nothing when the process broke off after it had come", async () => {
    const server = createServer((request) => request.socket.destroy());
    onTestFinished(() => void server.close());
    const url = ["--url", `http://127.0.0.1:${await listenOnFreePort(server)}`];
    const doubt = /It may have done what was ordered, or still do it: look before you order again\.\n$/;
    const ordered = await operator(["circuits", "open", "erp", "listOrders", ...ORDER, ...url]);
    expect(ordered.stderr).toMatch(doubt);
    expect(ordered.status).toBe(1);
    expect((await operator(["circuits", ...url])).stderr).not.toMatch(doubt);
  });

  test("--json is a list with what each process said", async () => {
    const { url } = await openReplica();
    const down = "http://127.0.0.1:1";
    const { status, stdout, stderr } = await operator(["circuits", "--json", "--url", url, "--url", down]);
    expect([status, stderr]).toEqual([1, ""]);
    const [said, failed] = JSON.parse(stdout) as [{ url: string }, object];
    expect(said.url).toBe(url);
    expect(CircuitsReportSchema.parse(said).circuits.length).toBeGreaterThan(5);
    expect(failed).toMatchObject({ url: down, error: { code: "unreachable" } });
  });

  test.each([
    [
      "no such circuit",
      ["circuits", "open", "crm", "../..", ...ORDER],
      "[not_found] There is no such circuit.",
    ],
    [
      "nothing of a reason",
      ["circuits", "open", "crm", "findCustomer", "--by", "a", "--reason", ""],
      "[invalid_request] body.reason must be at least 1 characters long",
    ],
  ])("%s is said in the words of the API, and exits 1", async (_, parameters, sentence) => {
    const { url } = await openReplica();
    const { status, stderr } = await operator([...parameters, "--url", url]);
    expect([status, stderr]).toEqual([1, `${url} ${sentence}\n`]);
  });
});

describe("portico operator purge", () => {
  test("has answers forgotten", async () => {
    const { url } = await openReplica();
    const ran = await operator(["purge", "product:WIN-0001", "system:crm", ...ORDER, "--url", url]);
    expect(ran).toEqual({ status: 0, stdout: `${url}: forgotten\n`, stderr: "" });
  });

  test("exits 1 when the other replicas could not be told", async () => {
    const { url } = await openReplica({ REDIS_URL: "redis://127.0.0.1:1" });
    const ran = await operator(["purge", "all", ...ORDER, "--url", url]);
    expect(ran.status).toBe(1);
    expect(ran.stdout).toBe(`${url}: forgotten here; the other replicas are told when Redis is back\n`);
  });
});

test.each(["", " , "])(
  "an OPERATOR_URL of %j names nobody: the process on this machine is asked",
  async (named) => {
    const { stderr } = await operator(["circuits"], { OPERATOR_URL: named });
    expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:4010 \[/);
  },
);

test("limits and connections are shown as tables", async () => {
  const { url } = await openReplica({ REDIS_URL: "redis://127.0.0.1:1" });
  const limits = await operator(["limits", "--url", url]);
  expect(limits.stdout).toMatch(/^web \S+\n {2}system +running +limit +queued\n[^]* {2}catalog +0 +64 +0\n/);
  const connections = await operator(["connections", "--url", url]);
  expect(connections.stdout).toMatch(/^web \S+\n {2}connection +state +because\n {2}redis +\w+ */);
});

describe("nothing is asked", () => {
  test.each([
    [
      "without a token",
      ["circuits"],
      { OPERATOR_TOKEN: "" },
      "[usage] The variable OPERATOR_TOKEN holds no token.",
    ],
    [
      "without the token of that name",
      ["circuits", "--token-from-env", "PROD_TOKEN"],
      {},
      "[usage] The variable PROD_TOKEN holds no token.",
    ],
    [
      "with a second line behind the token",
      ["circuits", "--json"],
      { OPERATOR_TOKEN: `${TOKEN}\nanother` },
      '{"error":{"code":"usage","message":"The variable OPERATOR_TOKEN holds no token."}}',
    ],
    [
      "of what is no URL",
      ["circuits", "--url", "localhost"],
      {},
      '[usage] "localhost" is no http or https URL of an operators\' port.',
    ],
    [
      "with a password in the URL",
      ["circuits", "--url", "http://a:b@c"],
      {},
      "[usage] A URL with a password in it: the operators' port takes a token.",
    ],
  ])("%s: 2", async (_, parameters, environment, sentence) => {
    const ran = await operator(parameters, environment);
    expect(ran).toEqual({ status: 2, stdout: "", stderr: `${sentence}\n` });
  });

  test.each([
    ["nobody orders it", ["circuits", "open", "crm", "findCustomer", "--reason", "x"]],
    ["there is no reason", ["purge", "all", "--by", "x"]],
    ["nothing is named", ["purge", ...ORDER]],
    ["there is no such order", ["circuits", "opne", "crm", "findCustomer", ...ORDER]],
    ["an option is misspelt", ["circuits", "--jsno"]],
  ])("when %s: 2", async (_, parameters) => {
    const { status, stdout, stderr } = await operator(parameters);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: /);
  });
});

describe("what is no operators' port gets no second look", () => {
  const answers = {
    "another token": [
      401,
      { "content-type": "application/problem+json" },
      '{"code":"unauthenticated","detail":"Send the header."}',
      /\[unauthenticated\] Send the header\.$/,
    ],
    "a page": [
      200,
      {},
      "<html>\u001b[2J</html>",
      /\[no_operator_api\] It answered 200, and not as an operators' port does\.$/,
    ],
    "other JSON": [200, {}, '{"circuits":[1]}', /\[no_operator_api\]/],
    "a redirect": [302, { location: "http://127.0.0.1:1/" }, "", /\[no_operator_api\] It answered 302/],
    "more than anybody reads": [200, {}, "x".repeat(9_000_000), /\[no_operator_api\] It sent more than/],
  } as const;
  test.each(Object.entries(answers))("%s", async (_, [status, headers, body, sentence]) => {
    const server = createServer((_request, response) => response.writeHead(status, headers).end(body));
    onTestFinished(() => void server.close());
    const ran = await operator(["circuits", "--url", `http://127.0.0.1:${await listenOnFreePort(server)}/`]);
    expect([ran.status, ran.stdout]).toEqual([1, ""]);
    expect(ran.stderr.trimEnd()).toMatch(sentence);
    expect(ran.stderr).not.toContain(TOKEN);
  });
});
