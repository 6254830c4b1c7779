import { createServer, type RequestListener } from "node:http";
import { listenOnFreePort } from "@portico/core/testing";
import { createCrmMock, crmDevCredentials, crmServicePath } from "@portico/mock-crm";
import { createErpMock, erpServicePath } from "@portico/mock-erp";
import { type FetchServer, serveFetch, type Simulator } from "@portico/mock-kit";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { contractOf, portico } from "../../test/portico.ts";

const crmWsdl = ["--wsdl", contractOf("adapters/crm/contract/crm.wsdl")];
const erpWsdl = ["--wsdl", contractOf("adapters/erp/contract/erp.wsdl")];
const credentials = {
  SOAP_USERNAME: crmDevCredentials.username,
  SOAP_PASSWORD: crmDevCredentials.password,
};

let crm: FetchServer;
let erp: FetchServer;
beforeAll(async () => {
  const serve = (simulator: Simulator) => serveFetch((request) => simulator.fetch(request));
  [crm, erp] = await Promise.all([serve(createCrmMock()), serve(createErpMock())]);
});
afterAll(async () => {
  await Promise.all([crm.close(), erp.close()]);
});

const crmCall = (operation: string, ...more: readonly string[]) => [
  ...["soap", "call", ...crmWsdl, "--operation", operation, "--endpoint", `${crm.origin}${crmServicePath}`],
  ...more,
];

describe("portico soap call", () => {
  test("asks the CRM with a password digest and prints the answer; status and time go beside it", async () => {
    const { status, stdout, stderr } = await portico(crmCall("LeseKunde"), {
      input: '{"kdnr":"100001"}',
      environment: credentials,
    });
    expect(stderr).toMatch(
      /^POST http:\/\/127\.0\.0\.1:\d+\/crm\/CustomerService\.asmx: HTTP 200, \d+ bytes, \d+ ms\n$/,
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      LeseKundeResult: { kdnr: "100001", version: expect.stringMatching(/^\d+$/) as unknown },
    });
  });

  test("asks the ERP with the WS-Addressing headers its WSDL wants, without being told", async () => {
    const { status, stdout, stderr } = await portico(
      [
        "soap",
        "call",
        ...erpWsdl,
        "--operation",
        "FindOrders",
        "--endpoint",
        `${erp.origin}${erpServicePath}`,
        "--json",
      ],
      {
        input:
          '{"customerNumber":"100001","sortBy":"PLACED_AT","direction":"ASC","firstResult":0,"maxResults":2}',
      },
    );
    expect([stderr, status]).toEqual(["", 0]);
    expect(JSON.parse(stdout)).toMatchObject({ status: 200, output: expect.any(Object) as unknown });
  });

  test("an endpoint's query and last slash go along: systems choose a tenant by them", async () => {
    const asked: (string | undefined)[] = [];
    const endpoint = await legacy((request, response) => {
      asked.push(request.url);
      response.end();
    });
    await portico(
      ["soap", "call", ...crmWsdl, "--operation", "LeseKunde", "--endpoint", `${endpoint}/?sap-client=100`],
      { input: '{"kdnr":"100001"}', environment: credentials },
    );
    expect(asked).toEqual(["/legacy/?sap-client=100"]);
  });

  test("a fault ends with 1, is said in a line and printed whole", async () => {
    const { status, stdout, stderr } = await portico(crmCall("LeseKunde"), {
      input: '{"kdnr":"999999"}',
      environment: credentials,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/HTTP 500, .*\n\[soap_fault\] Server: Kunde nicht gefunden/);
    expect(JSON.parse(stdout)).toMatchObject({
      $fault: { detail: { name: "KundeNichtGefunden", value: { kdnr: "999999" } } },
    });
  });

  test("no secret is printed, right or wrong", async () => {
    for (const password of ["wrong-secret", crmDevCredentials.password]) {
      const more = ["--username", "portico", "--password", password, "--json"];
      const { stdout, stderr } = await portico(crmCall("LeseKunde", ...more), { input: '{"kdnr":"100001"}' });
      expect(stdout + stderr).not.toContain(password);
      expect(JSON.parse(stdout)).toMatchObject(password === "wrong-secret" ? { $fault: {} } : { output: {} });
    }
  });

  test("the password goes as text where that is asked for", async () => {
    const bodies: string[] = [];
    const endpoint = await legacy((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        bodies.push(body);
        response.writeHead(500, { "content-type": "text/html" }).end("<h1>\u001b[31mOops</h1>");
      });
    });
    const { status, stderr } = await portico(
      ["soap", "call", ...crmWsdl, "--operation", "LeseKunde", "--endpoint", endpoint, "--security", "text"],
      { input: '{"kdnr":"100001"}', environment: credentials },
    );
    expect(bodies[0]).toContain(`PasswordText">${crmDevCredentials.password}<`);
    expect(status).toBe(1);
    expect(stderr).toMatch(/HTTP 500, .*\n\[backend_unavailable\] /);
    // What a server writes does not steer the terminal.
    expect(stderr).not.toContain("\u001b");
  });

  test("user name and password go in HTTP's header, and not in the message, where that is asked for", async () => {
    let sent = "";
    const endpoint = await legacy((request, response) => {
      sent += request.headers.authorization;
      request.on("data", (chunk: Buffer) => (sent += chunk.toString()));
      request.on("end", () => response.writeHead(401).end());
    });
    const call = ["soap", "call", ...crmWsdl, "--operation", "LeseKunde", "--endpoint", endpoint];
    await portico([...call, "--security", "basic"], {
      input: '{"kdnr":"100001"}',
      environment: { SOAP_USERNAME: "jörg", SOAP_PASSWORD: "a:b" },
    });
    expect(sent).toMatch(/^Basic asO2cmc6YTpi</);
    expect(sent).not.toContain("Security");
  });

  test("nonce and time go with the password, and large bytes beside the envelope, where that is asked for", async () => {
    let sent = "";
    const endpoint = await legacy((request, response) => {
      request.on("data", (chunk: Buffer) => (sent += chunk.toString("latin1")));
      request.on("end", () => response.writeHead(500).end());
    });
    const oddities = contractOf("packages/soap/test/oddities/contract/oddities.wsdl");
    const bytes = Buffer.alloc(300, "x");
    await portico(
      [
        ...["soap", "call", "--wsdl", oddities, "--operation", "Echo", "--endpoint", endpoint],
        ...["--security", "text-nonce", "--mtom", "300"],
      ],
      {
        input: JSON.stringify({ shape: [], item: [], values: { bytes: bytes.toString("base64") } }),
        environment: credentials,
      },
    );
    expect(sent).toMatch(/PasswordText">[^<]+<\/wsse:Password><wsse:Nonce /);
    expect(sent).toMatch(/<xop:Include [^>]+>/);
    expect(sent).toContain(`\r\n\r\n${bytes.toString()}\r\n--`);
  });

  test("a server that never answers is left when time is up", async () => {
    const endpoint = await legacy(() => {});
    const { status, stdout, stderr } = await portico(
      ["soap", "call", ...crmWsdl, "--operation", "LeseKunde", "--endpoint", endpoint, "--timeout-ms", "300"],
      { input: '{"kdnr":"100001"}' },
    );
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/: no answer, \d+ ms\n\[backend_timeout\] /);
  });

  test("nothing is sent when the input does not fit", async () => {
    let requests = 0;
    const endpoint = await legacy(() => requests++);
    const { status, stderr } = await portico(
      ["soap", "call", ...crmWsdl, "--operation", "LeseKunde", "--endpoint", endpoint],
      { input: "{}" },
    );
    expect([status, requests]).toEqual([1, 0]);
    expect(stderr).toMatch(/^\[soap_input_invalid\] .*: \/LeseKunde\/kdnr\n$/);
  });

  test.each([
    [
      "half of the credentials",
      ["--username", "a"],
      /^\[usage\] --password or SOAP_PASSWORD is missing\.\n$/,
    ],
    [
      "security for nobody",
      ["--security", "digest"],
      /^\[usage\] --security needs a user name and a password\.\n$/,
    ],
    [
      "a name that Basic cannot say",
      ["--username", "a:b", "--password", "c", "--security", "basic"],
      /^\[usage\] A user name of HTTP Basic holds no colon\.\n$/,
    ],
    [
      "a URL with a password",
      ["--endpoint", "http://a:hush@b.example/"],
      /^\[usage\] A URL with a password in it/,
    ],
    ["a URL of no use", ["--endpoint", "ftp://b.example/"], /^\[usage\] .* is no http or https URL\.\n$/],
    ["the WSDL's own URL", ["--endpoint", "http://b.example/a.asmx?wsdl"], /is asked without \?wsdl\.\n$/],
    ["a time of no length", ["--timeout-ms", "0"], /Must be a whole number from 1 to 600000\./],
    ["an option nobody knows", ["--adressing", "1.0"], /unknown option '--adressing'/],
  ])("%s ends with 2 and a sentence", async (_what, more, message) => {
    const { status, stdout, stderr } = await portico(crmCall("LeseKunde", ...more), {
      input: '{"kdnr":"100001"}',
    });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("hush");
  });
});

/** A system that does what a test wants, for as long as the test lasts. */
async function legacy(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${await listenOnFreePort(server)}/legacy`;
}
