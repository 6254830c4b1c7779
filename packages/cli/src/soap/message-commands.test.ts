import { describe, expect, test } from "vitest";
import { contractOf, portico } from "../../test/portico.ts";

const crm = ["--wsdl", contractOf("adapters/crm/contract/crm.wsdl"), "--operation"];
const erp = ["--wsdl", contractOf("adapters/erp/contract/erp.wsdl"), "--operation"];
const change = {
  ansprechpartner: { telefon: null, nachname: "Ä & Ö", vorname: "", anrede: "3" },
  kdnr: "100001",
};

test("JSON goes in, in any order, and the whole envelope comes out, in the contract's", async () => {
  const { status, stdout } = await portico(["soap", "encode", ...crm, "AendereAnsprechpartner"], {
    input: JSON.stringify(change),
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?><soap:Envelope .*<\/soap:Envelope>\n$/);
  expect(/<soap:Body>(.*)<\/soap:Body>/.exec(stdout)?.[1]).toBe(
    "<tns:AendereAnsprechpartner><tns:kdnr>100001</tns:kdnr><tns:ansprechpartner><types:anrede>3</types:anrede>" +
      "<types:vorname/><types:nachname>Ä &amp; Ö</types:nachname>" +
      '<types:telefon xsi:nil="true"/></tns:ansprechpartner></tns:AendereAnsprechpartner>',
  );
});

test("a request comes back out of its envelope as it went in", async () => {
  const encoded = await portico(["soap", "encode", ...crm, "AendereAnsprechpartner"], {
    input: JSON.stringify(change),
  });
  const decoded = await portico(["soap", "decode", "--request", ...crm, "AendereAnsprechpartner"], {
    input: encoded.stdout,
  });
  expect([decoded.status, decoded.stderr]).toEqual([0, ""]);
  expect(JSON.parse(decoded.stdout)).toEqual(change);
});

const soap11 = (body: string) =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><x:Trace xmlns:x="urn:x" e:mustUnderstand="1"/></e:Header><e:Body>${body}</e:Body></e:Envelope>`;

test("an answer comes out as JSON, every digit of it, whatever its header says", async () => {
  const answer = soap11(
    '<AendereAnsprechpartnerResponse xmlns="http://crm.nordhaus.example/2006/08"><AendereAnsprechpartnerResult>9223372036854775807</AendereAnsprechpartnerResult></AendereAnsprechpartnerResponse>',
  );
  expect(await portico(["soap", "decode", ...crm, "AendereAnsprechpartner"], { input: answer })).toEqual({
    status: 0,
    stdout: '{\n  "AendereAnsprechpartnerResult": "9223372036854775807"\n}\n',
    stderr: "",
  });
});

test("a fault comes out as one, with the detail the contract declares", async () => {
  const fault = soap11(
    "<e:Fault><faultcode>e:Client</faultcode><faultstring>Satz gesperrt</faultstring><detail>" +
      '<KundeNichtGefunden xmlns="http://crm.nordhaus.example/2006/08/types"><kdnr>100001</kdnr></KundeNichtGefunden></detail></e:Fault>',
  );
  const { status, stdout } = await portico(["soap", "decode", "--response", ...crm, "LeseKunde"], {
    input: fault,
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    $fault: {
      faultCode: { uri: "http://schemas.xmlsoap.org/soap/envelope/", local: "Client" },
      subcodes: [],
      reason: "Satz gesperrt",
      detail: { name: "KundeNichtGefunden", value: { kdnr: "100001" } },
    },
  });
});

test.each([
  [
    "a value the contract forbids",
    ["encode", ...crm, "LeseKunde"],
    '{"kdnr":"1"}',
    1,
    "soap_input_invalid",
    "/LeseKunde/kdnr",
  ],
  [
    "a property nobody knows",
    ["encode", ...crm, "LeseKunde"],
    '{"kdnr":"100001","x":1}',
    1,
    "soap_input_invalid",
    "/LeseKunde/x",
  ],
  ["something that is no JSON", ["encode", ...crm, "LeseKunde"], "{", 1, "json_invalid", undefined],
  [
    "a number JSON's reader would round",
    ["encode", ...crm, "LeseKunde"],
    '{"kdnr":12345678901234567890}',
    1,
    "json_invalid",
    undefined,
  ],
  [
    "another message than was said",
    ["decode", ...crm, "LeseKunde"],
    soap11("<a/>"),
    1,
    "contract_broken",
    "/Envelope/Body/LeseKundeResponse",
  ],
  [
    "an envelope of the other SOAP",
    ["decode", ...erp, "GetOrder"],
    soap11("<a/>"),
    1,
    "contract_broken",
    "/Envelope/Body",
  ],
  ["an envelope that breaks off", ["decode", ...crm, "LeseKunde"], "<a", 1, "contract_broken", "/"],
  [
    "an operation that is not there",
    ["encode", ...crm, "Lese"],
    "{}",
    1,
    "contract_not_compilable",
    undefined,
  ],
  [
    "an input that is not there",
    ["encode", ...crm, "LeseKunde", "--input", "/gone.json"],
    "",
    2,
    "input_unreadable",
    undefined,
  ],
])(
  "%s ends with its exit code, a stable code and a path",
  async (_what, parameters, input, status, code, path) => {
    const people = await portico(["soap", ...parameters], { input });
    expect([people.status, people.stdout]).toEqual([status, ""]);
    expect(people.stderr).toContain(`[${code}] `);
    expect(people.stderr).not.toMatch(/^ {4}at /m);
    if (path !== undefined) expect(people.stderr).toContain(path);
    const machines = await portico(["soap", ...parameters, "--json"], { input });
    expect(machines.status).toBe(status);
    expect(JSON.parse(machines.stderr)).toMatchObject({
      error: path === undefined ? { code } : { code, path },
    });
  },
);

test("who asks for an operation that is not there is told which are", async () => {
  const { stderr } = await portico(["soap", "encode", ...crm, "Lese"]);
  expect(stderr).toMatch(
    /there is no operation "Lese"; there is AendereAnsprechpartner, LeseKunde, SucheKunden\n$/,
  );
});

test("an answer that is not quite what the contract says is read with --lenient, each deviation listed", async () => {
  const input = soap11(
    '<AendereAnsprechpartnerResponse xmlns="http://crm.nordhaus.example/2006/08"><Neu/>' +
      "<AendereAnsprechpartnerResult>viele</AendereAnsprechpartnerResult></AendereAnsprechpartnerResponse>",
  );
  const decode = (...options: string[]) =>
    portico(["soap", "decode", ...crm, "AendereAnsprechpartner", ...options], { input });
  expect(await decode()).toMatchObject({ status: 1, stdout: "" });
  const { status, stdout, stderr } = await decode("--lenient");
  expect([status, JSON.parse(stdout)]).toEqual([0, { AendereAnsprechpartnerResult: "viele" }]);
  const path = "/Envelope/Body/AendereAnsprechpartnerResponse";
  const deviations = [
    ["An element in another place than the contract says", `${path}/AendereAnsprechpartnerResult`],
    ["Not a valid long", `${path}/AendereAnsprechpartnerResult`],
    ["An element the contract does not know here", path],
  ];
  expect(stderr).toBe(deviations.map(([what, where]) => `[deviation] ${what}: ${where}\n`).join(""));
  const machines = await decode("--lenient", "--json");
  expect(machines.stdout).toBe(stdout);
  expect(JSON.parse(machines.stderr)).toEqual({
    deviations: deviations.map(([what, where]) => ({ path: where, what })),
  });
});

describe("an MTOM answer in a file", () => {
  const oddities = [
    "--wsdl",
    contractOf("packages/soap/test/oddities/contract/oddities.wsdl"),
    "--operation",
  ];
  const type = 'multipart/related; type="application/xop+xml"; start="<root>"; boundary="b-1"';
  const parts =
    "--b-1\r\nContent-Type: application/xop+xml; charset=utf-8\r\nContent-ID: <root>\r\n\r\n" +
    soap11(
      '<EchoResponse xmlns="urn:oddities"><values><bytes><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:a"/></bytes></values></EchoResponse>',
    ) +
    "\r\n--b-1\r\nContent-ID: <a>\r\n\r\nabc\r\n--b-1--\r\n";

  test.each([
    ["from its first boundary on", parts, []],
    ["with what HTTP said beside it", `\r\n${parts}`, ["--content-type", type]],
    [
      "with HTTP's headers, as curl -i writes it",
      `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n\r\n${parts}`,
      [],
    ],
    [
      "with MIME's headers",
      `MIME-Version: 1.0\nContent-Type: ${type.replace("; b", ";\n\tb")}\n\n${parts}`,
      [],
    ],
  ])("is read %s", async (_what, input, options) => {
    const { status, stdout, stderr } = await portico(["soap", "decode", ...oddities, "Echo", ...options], {
      input,
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ values: { bytes: Buffer.from("abc").toString("base64") } });
  });

  test("that lacks an attachment is refused", async () => {
    const { status, stderr } = await portico(["soap", "decode", ...oddities, "Echo"], {
      input: parts.replace("<a>", "<b>"),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^\[contract_broken\] Not attachments we accept/);
  });
});
