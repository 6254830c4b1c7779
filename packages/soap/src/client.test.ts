import { createHash } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type BackendError,
  BackendOverloaded,
  BackendRejected,
  BackendUnavailable,
  ContractBroken,
} from "@portico/core";
import { fakeClock, testCall } from "@portico/core/testing";
import { createHttpClient } from "@portico/http";
import { afterEach, describe, expect, test } from "vitest";
import { cannedHttp, soapBody } from "../fixtures/canned-http.ts";
import { odditiesContract } from "../fixtures/oddities/generated/oddities.gen.ts";
import { soapClient, type SoapClientOptions } from "./client.ts";
import { isFaultOf, SoapFault } from "./fault.ts";

const S11 = "http://schemas.xmlsoap.org/soap/envelope/";
const S12 = "http://www.w3.org/2003/05/soap-envelope";
const odditiesContract12 = { ...odditiesContract, version: "1.2" } as const;
const input = { shape: [], item: [] };

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** What `Echo` makes of a real HTTP answer. */
async function ask(answer: RequestListener, contract: typeof odditiesContract | typeof odditiesContract12) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oddities`;
  const http = createHttpClient({ url });
  closing.push(
    () => http.close(),
    () => new Promise((resolve) => server.close(resolve)),
  );
  return soapClient(contract, { url, http })
    .Echo(input, testCall())
    .catch((error: unknown) => error);
}

/** An HTTP answer of one piece. */
const answering =
  (
    status: number,
    contentType: string,
    body: string | Buffer,
    headers: Record<string, string> = {},
  ): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { "content-type": contentType, ...headers }).end(body);

const envelope11 = (body: string) =>
  `<?xml version="1.0"?><e:Envelope xmlns:e="${S11}"><e:Body>${body}</e:Body></e:Envelope>`;
const envelope12 = (body: string) =>
  `<e:Envelope xmlns:e="${S12}"><e:Header/><e:Body>${body}</e:Body></e:Envelope>`;
const fault11 = (code: string, detail: string) =>
  envelope11(
    `<e:Fault><faultcode>${code}</faultcode><faultstring>Nein: K&#xFC;he</faultstring>${detail}</e:Fault>`,
  );
const fault12 = (code: string, detail: string) =>
  envelope12(
    `<e:Fault><e:Code><e:Value>${code}</e:Value><e:Subcode><e:Value xmlns:o="urn:oddities">o:Odd</e:Value></e:Subcode></e:Code>` +
      `<e:Reason><e:Text xml:lang="en">No</e:Text><e:Text xml:lang="de">Nein</e:Text></e:Reason>${detail}</e:Fault>`,
  );
const refusedDetail = '<o:Refused xmlns:o="urn:oddities"><o:because>plain</o:because></o:Refused>';
const ok = '<EchoResponse xmlns="urn:oddities"/>';

describe("faults", () => {
  test.each([200, 400, 500])("SOAP 1.1, status %i: code, reason and declared detail", async (status) => {
    const fault = await ask(
      answering(
        status,
        "text/xml",
        fault11("e:Client.Odd", `<detail>\n${refusedDetail}<stack>at…</stack></detail>`),
      ),
      odditiesContract,
    );
    expect(fault).toBeInstanceOf(SoapFault);
    expect(fault).toMatchObject({
      code: "backend_rejected",
      transient: false,
      faultCode: { uri: S11, local: "Client.Odd" },
      subcodes: [],
      reason: "Nein: Kühe",
      blamesServer: false,
      detail: { name: "Refused", value: { because: "plain" } },
    });
  });

  test.each([200, 400, 500])(
    "SOAP 1.2, status %i: code, subcode, reason and declared detail",
    async (status) => {
      const fault = await ask(
        answering(
          status,
          "application/soap+xml; charset=utf-8",
          fault12("e:Sender", `<e:Detail>${refusedDetail}</e:Detail>`),
        ),
        odditiesContract12,
      );
      expect(fault).toBeInstanceOf(SoapFault);
      expect(fault).toMatchObject({
        faultCode: { uri: S12, local: "Sender" },
        subcodes: [{ uri: "urn:oddities", local: "Odd" }],
        reason: "No",
        blamesServer: false,
        detail: { name: "Refused", value: { because: "plain" } },
      });
    },
  );

  test("without a declared detail say whom they blame", async () => {
    const server = await ask(
      answering(500, "text/xml", fault11("e:Server", "<detail>ORA-00054 <x xmlns='urn:x'/></detail>")),
      odditiesContract,
    );
    expect(server).toMatchObject({ blamesServer: true, detail: undefined });
    const receiver = await ask(
      answering(500, "application/soap+xml", fault12("e:Receiver", "")),
      odditiesContract12,
    );
    expect(receiver).toMatchObject({ blamesServer: true, detail: undefined });
    const other = await ask(answering(500, "text/xml", fault11("x:Server", "")), odditiesContract);
    expect(other).toMatchObject({ blamesServer: false, faultCode: { uri: "", local: "Server" } });
  });

  test("with a detail of a simple type are typed too", async () => {
    const fault = await ask(
      answering(500, "text/xml", fault11("e:Client", '<detail><word xmlns="urn:oddities">w</word></detail>')),
      odditiesContract,
    );
    if (!isFaultOf(odditiesContract.operations.Echo, fault)) throw new Error("not a fault of Echo");
    expect(fault.detail?.name === "word" ? fault.detail.value.length : fault.detail).toBe(1);
    expect(isFaultOf(odditiesContract.operations.delete, fault)).toBe(false);
  });

  test("are read in whatever order their parts come", async () => {
    const parts = `<e:Fault><detail>${refusedDetail}</detail><faultactor>a</faultactor><faultstring>s</faultstring><faultcode>e:Client</faultcode></e:Fault>`;
    expect(await ask(answering(500, "text/xml", envelope11(parts)), odditiesContract)).toMatchObject({
      faultCode: { local: "Client" },
      reason: "s",
      detail: { name: "Refused" },
    });
  });

  test("whose declared detail is not as declared break the contract", async () => {
    const odd = fault11(
      "e:Client",
      '<detail><o:Refused xmlns:o="urn:oddities"><o:because>other</o:because></o:Refused></detail>',
    );
    const error = await ask(answering(200, "text/xml", odd), odditiesContract);
    expect(error).toBeInstanceOf(ContractBroken);
    expect(error).toMatchObject({ path: "/Envelope/Body/Fault/detail/Refused/because" });
  });

  test("keep what the system said out of the message", async () => {
    const fault = await ask(answering(500, "text/xml", fault11("e:Server", "")), odditiesContract);
    expect((fault as Error).message).toBe("The system answered with a fault.");
  });
});

describe("answers that are no answers", () => {
  const html = "<html><body>It works!</body></html>";
  test.each<[string, RequestListener, new (...parts: never[]) => BackendError, string]>([
    ["HTML with 200", answering(200, "text/html", html), ContractBroken, "An answer that is not XML."],
    [
      "SOAP called text",
      answering(200, "text/plain", envelope11(ok)),
      ContractBroken,
      "An answer that is not XML.",
    ],
    [
      "SOAP called nothing",
      (_, response) => void response.writeHead(200).end(envelope11(ok)),
      ContractBroken,
      "An answer that is not XML.",
    ],
    [
      "an attachment",
      answering(200, 'multipart/related; type="text/xml"', "--x"),
      ContractBroken,
      "An answer that is not XML.",
    ],
    ["nothing with 200", answering(200, "text/xml", ""), ContractBroken, "An empty answer."],
    [
      "nothing with 202",
      (_, response) => void response.writeHead(202).end(),
      ContractBroken,
      "An empty answer.",
    ],
    [
      "HTML called XML",
      answering(200, "text/xml", html),
      ContractBroken,
      "A required element is missing: /Envelope",
    ],
    [
      "another operation's answer",
      answering(200, "text/xml", envelope11('<word xmlns="urn:oddities">w</word>')),
      ContractBroken,
      "A required element is missing: /Envelope/Body/EchoResponse",
    ],
    [
      "an answer of another namespace",
      answering(200, "text/xml", envelope11("<EchoResponse/>")),
      ContractBroken,
      "A required element is missing: /Envelope/Body/EchoResponse",
    ],
    [
      "an empty body",
      answering(200, "text/xml", envelope11("")),
      ContractBroken,
      "A required element is missing: /Envelope/Body/EchoResponse",
    ],
    [
      "two answers",
      answering(200, "text/xml", envelope11(ok + ok)),
      ContractBroken,
      "An element the contract does not know here: /Envelope/Body",
    ],
    [
      "the other SOAP version",
      answering(200, "text/xml", envelope12(ok)),
      ContractBroken,
      "A required element is missing: /Envelope",
    ],
    [
      "a header that must be understood",
      answering(
        200,
        "text/xml",
        envelope11(ok).replace("<e:Body>", '<e:Header><x e:mustUnderstand="1"/></e:Header><e:Body>'),
      ),
      ContractBroken,
      "A header we do not know and must understand: /Envelope/Header",
    ],
    [
      "half an answer",
      answering(200, "text/xml", envelope11(ok).slice(0, -20)),
      ContractBroken,
      "Not XML we accept: An end tag that does not match its start: /Envelope/Body/EchoResponse",
    ],
    [
      "something after the answer",
      answering(200, "text/xml", `${envelope11(ok)}<!-- --><x/>`),
      ContractBroken,
      "Not XML we accept: Something after the root element: /Envelope",
    ],
    [
      "a DTD",
      answering(200, "text/xml", `<!DOCTYPE x>${envelope11(ok).slice(21)}`),
      ContractBroken,
      "Not XML we accept: A document type declaration: /",
    ],
    [
      "a charset that is not the bytes'",
      answering(200, "text/xml; charset=utf-8", Buffer.from(envelope11("ü"), "latin1")),
      ContractBroken,
      "Not XML we accept: Bytes that are not UTF-8.",
    ],
    [
      "a redirect",
      answering(302, "text/html", html, { location: "/login" }),
      ContractBroken,
      "An answer that is not XML.",
    ],
    [
      "an answer with status 500",
      answering(500, "text/xml", envelope11(ok)),
      BackendUnavailable,
      "The system failed (HTTP 500).",
    ],
    ["HTML with 500", answering(500, "text/html", html), BackendUnavailable, "The system failed (HTTP 500)."],
    [
      "half a fault with 500",
      answering(500, "text/xml", fault11("e:Server", "").slice(0, -40)),
      BackendUnavailable,
      "The system failed (HTTP 500).",
    ],
    ["HTML with 502", answering(502, "text/html", html), BackendUnavailable, "The system failed (HTTP 502)."],
    [
      "a fault of nobody with 504",
      answering(504, "text/xml", fault11("e:Server", "")),
      BackendUnavailable,
      "The system failed (HTTP 504).",
    ],
    [
      "HTML with 503",
      answering(503, "text/html", html),
      BackendOverloaded,
      "The system takes no more calls now (HTTP 503).",
    ],
    [
      "nothing with 429",
      answering(429, "text/plain", ""),
      BackendOverloaded,
      "The system takes no more calls now (HTTP 429).",
    ],
    [
      "HTML with 404",
      answering(404, "text/html", html),
      BackendRejected,
      "The system refused the request (HTTP 404).",
    ],
    [
      "nothing with 401",
      answering(401, "text/plain", ""),
      BackendRejected,
      "The system refused the request (HTTP 401).",
    ],
  ])("%s", async (_what, answer, errorClass, message) => {
    const error = await ask(answer, odditiesContract);
    expect(error).toBeInstanceOf(errorClass);
    expect((error as Error).message).toBe(message);
    expect((error as Error).message).not.toContain("It works");
  });

  test("a declared fault counts even with a gateway's status", async () => {
    const fault = await ask(
      answering(503, "text/xml", fault11("e:Client", `<detail>${refusedDetail}</detail>`)),
      odditiesContract,
    );
    expect(fault).toBeInstanceOf(SoapFault);
  });

  test("Retry-After in seconds is honoured up to an hour, a date is not", async () => {
    const overloaded = async (retryAfter: string) =>
      (await ask(
        answering(503, "text/html", html, { "retry-after": retryAfter }),
        odditiesContract,
      )) as BackendOverloaded;
    expect((await overloaded("7")).retryAfterMs).toBe(7_000);
    expect((await overloaded("999999")).retryAfterMs).toBe(3_600_000);
    expect((await overloaded("Sun, 22 Nov 2026 10:00:00 GMT")).retryAfterMs).toBeUndefined();
  });

  test("the cause tells the operator what came, at most a few hundred bytes of it", async () => {
    const error = (await ask(
      answering(200, "text/html", html + "x".repeat(9_000)),
      odditiesContract,
    )) as Error;
    expect(String(error.cause)).toMatch(/^Error: HTTP 200, text\/html: <html><body>It works!/);
    expect(String(error.cause).length).toBeLessThan(400);
  });
});

describe("requests", () => {
  async function sent(
    contract: typeof odditiesContract | typeof odditiesContract12,
    options: Partial<SoapClientOptions> = {},
  ) {
    const http = cannedHttp(() =>
      contract.version === "1.1" ? soapBody(ok) : { body: Buffer.from(envelope12(ok)) },
    );
    const clock = fakeClock(Date.UTC(2026, 10, 22, 9, 30));
    const client = soapClient(contract, { url: "http://oddities.example/a?b&c", http, ...options });
    await client.Echo(input, testCall({ clock }));
    return { headers: http.requests[0]!.headers!, body: String(http.requests[0]!.body) };
  }

  test("SOAP 1.1 says its action in a header of its own", async () => {
    const { headers, body } = await sent(odditiesContract);
    expect(headers).toMatchObject({
      "content-type": "text/xml; charset=utf-8",
      soapaction: '"urn:oddities/Echo"',
    });
    expect(body).toBe(
      `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${S11}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
        ' xmlns:tns="urn:oddities" xmlns:ns="urn:oddities/other"><soap:Body><tns:Echo/></soap:Body></soap:Envelope>',
    );
  });

  test("SOAP 1.2 says its action in the content type", async () => {
    const { headers, body } = await sent(odditiesContract12);
    expect(headers["content-type"]).toBe('application/soap+xml; charset=utf-8; action="urn:oddities/Echo"');
    expect(headers).not.toHaveProperty("soapaction");
    expect(body).toContain(S12);
  });

  test("a UsernameToken proves the password with nonce and time", async () => {
    const security = { username: "por<tico", password: "geheim" };
    const { body } = await sent(odditiesContract, { security });
    const part = (name: string) => new RegExp(`<(?:wsse|wsu):${name}(?: [^>]*)?>([^<]*)<`).exec(body)![1]!;
    const expected = createHash("sha1")
      .update(Buffer.from(part("Nonce"), "base64"))
      .update(part("Created"))
      .update("geheim");
    expect(part("Password")).toBe(expected.digest("base64"));
    expect(part("Created")).toBe("2026-11-22T09:30:00.000Z");
    expect(part("Username")).toBe("por&lt;tico");
    expect(body).not.toContain("geheim");
    const again = await sent(odditiesContract, { security });
    expect(again.body).not.toContain(part("Nonce"));
  });

  test("WS-Addressing says what is wanted of whom", async () => {
    const { body } = await sent(odditiesContract12, { addressing: "1.0" });
    expect(body).toMatch(/<wsa:Action [^>]*>urn:oddities\/Echo</);
    expect(body).toMatch(/<wsa:To [^>]*>http:\/\/oddities.example\/a\?b&amp;c</);
    expect(body).toMatch(/<wsa:MessageID [^>]*>urn:uuid:[0-9a-f-]{36}</);
    expect(body).toContain("<wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address>");
  });

  test("an answer to another message is not taken for ours", async () => {
    const related = (to: (id: string) => string) => {
      const http = cannedHttp(({ body }) => {
        const [, id] = /<wsa:MessageID [^>]*>([^<]*)</.exec(String(body))!;
        const header = `<wsa:RelatesTo xmlns:wsa="http://www.w3.org/2005/08/addressing">${to(id!)}</wsa:RelatesTo><wsa:Action xmlns:wsa="http://www.w3.org/2005/08/addressing" e:mustUnderstand="1">x</wsa:Action>`;
        return { body: Buffer.from(envelope12(ok).replace("<e:Header/>", `<e:Header>${header}</e:Header>`)) };
      });
      return soapClient(odditiesContract12, { url: "http://x/", http, addressing: "1.0" }).Echo(
        input,
        testCall(),
      );
    };
    expect(await related((id) => ` ${id} `)).toStrictEqual(input);
    await expect(related(() => "urn:uuid:somebody-else")).rejects.toThrow(
      "The answer to another message: /Envelope/Header/RelatesTo",
    );
  });

  test("a client may be awaited and has the operations' names", async () => {
    const client = await Promise.resolve(
      soapClient(odditiesContract, { url: "http://x/", http: cannedHttp(() => ({})) }),
    );
    expect(Object.keys(client)).toEqual(["Echo", "then_", "delete"]);
  });
});
