import { type BackendError, BackendUnavailable, ContractBroken } from "@portico/core";
import { testCall } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { ledgerContract } from "../test/bindings/generated/dotnet-ledger.gen.ts";
import { stockContract } from "../test/bindings/generated/cxf-stock.gen.ts";
import { cannedHttp } from "../test/canned-http.ts";
import { answering, asking, envelope11, fault11 } from "../test/legacy-server.ts";
import { soapClient } from "./client.ts";
import { isFaultOf, SoapFault } from "./fault.ts";

const url = "http://legacy.example/service";
const ledger = 'xmlns="http://ledger.example/"';
const posted = `<PostResponse ${ledger}><PostResult>7</PostResult></PostResponse>`;
const withHeader = (header: string, body: string) =>
  envelope11(body).replace("<e:Body>", `<e:Header>${header}</e:Header><e:Body>`);

function ledgerClient(envelope: string) {
  const http = cannedHttp(() => ({ body: Buffer.from(envelope) }));
  return { http, client: soapClient(ledgerContract, { url, http }) };
}

describe("headers the contract declares", () => {
  const body = { cents: "1" };

  test("go out when they are given and come in when they are there", async () => {
    const { http, client } = ledgerClient(
      withHeader(
        `<Trace xmlns="urn:else"/><Quota ${ledger} e:mustUnderstand="1"><Left>3</Left></Quota>` +
          `<Session ${ledger} e:actor="http://schemas.xmlsoap.org/soap/actor/next"><Id>s2</Id></Session>`,
        posted,
      ),
    );
    expect(await client.Post({ headers: { Session: { Id: "s<1" } }, body }, testCall())).toStrictEqual({
      headers: { Quota: { Left: 3 }, Session: { Id: "s2" } },
      body: { PostResult: 7 },
    });
    expect(http.requests[0]!.body).toContain(
      "<soap:Header><tns:Session><tns:Id>s&lt;1</tns:Id></tns:Session></soap:Header><soap:Body><tns:Post><tns:cents>1</tns:cents></tns:Post></soap:Body>",
    );
  });

  test("may be left out on both sides", async () => {
    const { http, client } = ledgerClient(envelope11(posted));
    expect(await client.Post({ headers: {}, body }, testCall())).toStrictEqual({
      headers: {},
      body: { PostResult: 7 },
    });
    expect(http.requests[0]!.body).not.toContain("Header");
  });

  test("that are none are refused with a path", async () => {
    const { client } = ledgerClient("");
    const odd = { Sesion: { Id: "1" } } as object;
    await expect(client.Post({ headers: odd, body }, testCall())).rejects.toThrow(
      "A property the contract does not know: /Sesion",
    );
    const { client: twice } = ledgerClient(
      withHeader(`<Quota ${ledger}><Left>3</Left></Quota>`.repeat(2), posted),
    );
    await expect(twice.Post({ headers: {}, body }, testCall())).rejects.toThrow(
      "A header twice: /Envelope/Header/Quota",
    );
    const { client: wrong } = ledgerClient(withHeader(`<Quota ${ledger}><Left>x</Left></Quota>`, posted));
    await expect(wrong.Post({ headers: {}, body }, testCall())).rejects.toThrow(
      "Not a valid int: /Envelope/Header/Quota/Left",
    );
  });

  test("may say what was wrong with a header", async () => {
    const ended = `<SessionEnded ${ledger}><At>2026-11-22T02:20:00Z</At></SessionEnded>`;
    const { client } = ledgerClient(
      fault11("e:Client", "").replace("<e:Body>", `<e:Header>${ended}</e:Header><e:Body>`),
    );
    const error: unknown = await client
      .Post({ headers: {}, body }, testCall())
      .catch((reason: unknown) => reason);
    if (!isFaultOf(ledgerContract.operations.Post, error)) throw error;
    expect(error.detail).toEqual({ name: "SessionEnded", value: { At: "2026-11-22T02:20:00Z" } });
  });

  test("that are for somebody else on the way need not be understood", async () => {
    const { client } = ledgerClient(
      withHeader('<x xmlns="urn:x" e:mustUnderstand="1" e:actor="urn:proxy"/>', posted),
    );
    expect(await client.PostText({}, testCall())).toEqual({ PostResult: 7 });
  });
});

test("an overloaded operation goes by the names of its inputs", async () => {
  const { http, client } = ledgerClient(envelope11(posted));
  await client.PostText({ text: "a" }, testCall());
  expect(http.requests[0]).toMatchObject({ headers: { soapaction: '"http://ledger.example/PostText"' } });
  expect(http.requests[0]!.body).toContain("<tns:PostText><tns:text>a</tns:text></tns:PostText>");
});

test("a message without parts is an empty body, and nothing else", async () => {
  const { http, client } = ledgerClient(envelope11(""));
  expect(await client.Close({}, testCall())).toBeUndefined();
  expect(http.requests[0]!.body).toContain("<soap:Body></soap:Body>");
  await expect(client.Close({ odd: 1 } as never, testCall())).rejects.toThrow(
    "A property the contract does not know: /odd",
  );
  const { client: other } = ledgerClient(envelope11(posted));
  await expect(other.Close({}, testCall())).rejects.toThrow(
    "An element the contract does not know here: /Envelope/Body",
  );
});

describe("a message that goes one way", () => {
  const xml = "text/xml";
  test.each([
    ["202 and nothing", answering(202, xml, "")],
    ["200 and nothing", answering(200, xml, "")],
    ["204", answering(204, xml, "")],
    ["an empty envelope", answering(200, xml, envelope11(""))],
  ])("is done with %s", async (_what, answer) => {
    expect(await asking(answer, ledgerContract, (client) => client.Audit("x", testCall()))).toBeUndefined();
  });

  test.each<[string, ReturnType<typeof answering>, new (...parts: never[]) => BackendError]>([
    ["an answer", answering(200, xml, envelope11(posted)), ContractBroken],
    ["a page", answering(200, "text/html", "<html/>"), ContractBroken],
    ["a fault", answering(200, xml, fault11("e:Client", "")), SoapFault],
    ["a fault with 500", answering(500, xml, fault11("e:Server", "")), SoapFault],
    ["nothing with 500", answering(500, xml, ""), BackendUnavailable],
  ])("is not done with %s", async (_what, answer, errorClass) => {
    const error = await asking(answer, ledgerContract, (client) => client.Audit("x", testCall()));
    expect(error).toBeInstanceOf(errorClass);
  });
});

describe("rpc/literal", () => {
  const soap12 = (body: string) => ({
    headers: { "content-type": "application/soap+xml" },
    body: Buffer.from(
      `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>${body}</e:Body></e:Envelope>`,
    ),
  });
  const ask = (body: string) => {
    const http = cannedHttp(() => soap12(body));
    const answer = soapClient(stockContract, { url, http }).stockOf({ sku: "A1", atLeast: "5" }, testCall());
    return { http, answer };
  };
  const wrapped = (parts: string) =>
    `<n:stockOfResponse xmlns:n="http://stock.example/">${parts}</n:stockOfResponse>`;
  const stock = "<return><sku>A1</sku><free>9</free></return>";
  const asOf = "<asOf>2026-11-22T09:30:00</asOf>";

  test("wraps its parts, in no namespace, in an element called like the operation", async () => {
    const { http, answer } = ask(wrapped(stock + asOf));
    expect(await answer).toStrictEqual({ return: { sku: "A1", free: 9 }, asOf: "2026-11-22T09:30:00" });
    expect(http.requests[0]!.body).toContain(
      "<soap:Body><tns:stockOf><sku>A1</sku><atLeast>5</atLeast></tns:stockOf></soap:Body>",
    );
    expect(http.requests[0]!.body).not.toContain("encodingStyle");
  });

  test.each([
    [
      "the answer of another operation",
      '<n:pingResponse xmlns:n="http://stock.example/"/>',
      "stockOfResponse",
    ],
    [
      "a part in a namespace",
      wrapped(stock.replace("<return", '<return xmlns="urn:x"')),
      "stockOfResponse/return",
    ],
    ["a missing part", wrapped(stock), "stockOfResponse/asOf"],
    ["parts in another order", wrapped(asOf + stock), "stockOfResponse/return"],
  ])("breaks the contract with %s", async (_what, body, path) => {
    await expect(ask(body).answer).rejects.toThrow(`A required element is missing: /Envelope/Body/${path}`);
  });

  test("with a part that is nil breaks the contract (WS-I R2211)", async () => {
    const nil = '<return xsi:nil="1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>';
    await expect(ask(wrapped(nil + asOf)).answer).rejects.toThrow(
      "nil where the contract allows none: /Envelope/Body/stockOfResponse/return",
    );
  });

  test("may be refused with several details, of which one was declared", async () => {
    const detail = '<n:UnknownSku xmlns:n="http://stock.example/"><sku>A1</sku><free>0</free></n:UnknownSku>';
    const { answer } = ask(
      "<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang='en'>No</e:Text></e:Reason>" +
        `<e:Detail><x xmlns="urn:x"/>${detail}<y/></e:Detail></e:Fault>`,
    );
    await expect(answer).rejects.toMatchObject({
      detail: { name: "UnknownSku", value: { sku: "A1", free: 0 } },
    });
  });

  test("without parts is an empty wrapper", async () => {
    const http = cannedHttp(() => soap12('<n:pingResponse xmlns:n="http://stock.example/"/>'));
    expect(await soapClient(stockContract, { url, http }).ping({}, testCall())).toEqual({});
    expect(http.requests[0]!.body).toContain("<soap:Body><tns:ping/></soap:Body>");
  });
});

describe("WS-Addressing", () => {
  const sent = async (addressing?: "1.0" | "2004/08" | "none") => {
    const http = cannedHttp(() => ({ status: 500 }));
    const options = { url, http, ...(addressing === undefined ? {} : { addressing }) };
    await soapClient(stockContract, options)
      .ping({}, testCall())
      .catch(() => undefined);
    return http.requests[0]!;
  };

  test("is spoken where the WSDL says so, with the action that its names make", async () => {
    const { headers, body } = await sent();
    expect(body).toContain(
      '<wsa:Action xmlns:wsa="http://www.w3.org/2005/08/addressing" soap:mustUnderstand="1">http://stock.example/Stock/ping</wsa:Action>',
    );
    // The WSDL says that the HTTP action is empty; an empty parameter is one too many.
    expect(headers!["content-type"]).toBe("application/soap+xml; charset=utf-8");
  });

  test("is what the caller says instead", async () => {
    const { body } = await sent("2004/08");
    expect(body).toContain('<wsa:To xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"');
    expect(body).toContain(
      "<wsa:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:Address>",
    );
    expect((await sent("none")).body).not.toContain("addressing");
  });

  test.each(["1.0", "2004/08"] as const)(
    "%s takes no answer to another message for ours",
    async (addressing) => {
      const http = cannedHttp(({ body }) => {
        const [, uri] = /<wsa:Action xmlns:wsa="([^"]*)"/.exec(String(body))!;
        const relates = `<RelatesTo xmlns="${uri}">urn:uuid:another</RelatesTo>`;
        return { body: Buffer.from(withHeader(relates, posted)) };
      });
      await expect(
        soapClient(ledgerContract, { url, http, addressing }).PostText({}, testCall()),
      ).rejects.toThrow("The answer to another message: /Envelope/Header/RelatesTo");
    },
  );
});
