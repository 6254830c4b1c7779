import { createHash } from "node:crypto";
import { fakeClock, testCall } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { cannedHttp, soapBody } from "../test/canned-http.ts";
import {
  emptyAnswer,
  ENVELOPE_11,
  ENVELOPE_12,
  envelope12,
  type OdditiesContract,
  odditiesContract,
  odditiesContract12,
} from "../test/legacy-server.ts";
import { soapClient, type SoapClientOptions } from "./client.ts";

const input = { shape: [], item: [] };

describe("requests", () => {
  async function sent(contract: OdditiesContract, options: Partial<SoapClientOptions> = {}) {
    const http = cannedHttp(() =>
      contract.version === "1.1" ? soapBody(emptyAnswer) : { body: Buffer.from(envelope12(emptyAnswer)) },
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
      `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${ENVELOPE_11}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
        ' xmlns:tns="urn:oddities" xmlns:ns="urn:oddities/other"><soap:Body><tns:Echo/></soap:Body></soap:Envelope>',
    );
  });

  test("an action may hold blanks", async () => {
    const { Echo } = odditiesContract.operations;
    const operations = { ...odditiesContract.operations, Echo: { ...Echo, action: "DB ver=15.0 echo" } };
    const { headers } = await sent({ ...odditiesContract, operations });
    expect(headers).toMatchObject({ soapaction: '"DB ver=15.0 echo"' });
  });

  test("SOAP 1.2 says its action in the content type", async () => {
    const { headers, body } = await sent(odditiesContract12);
    expect(headers["content-type"]).toBe('application/soap+xml; charset=utf-8; action="urn:oddities/Echo"');
    expect(headers).not.toHaveProperty("soapaction");
    expect(body).toContain(ENVELOPE_12);
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
        return {
          body: Buffer.from(envelope12(emptyAnswer).replace("<e:Header/>", `<e:Header>${header}</e:Header>`)),
        };
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

describe("an answer with an element the contract does not know", () => {
  const strange = () => soapBody('<EchoResponse xmlns="urn:oddities"><surprise>!</surprise></EchoResponse>');

  test("breaks the contract, by default", async () => {
    const client = soapClient(odditiesContract, {
      url: "http://oddities.example/",
      http: cannedHttp(strange),
    });
    await expect(client.Echo(input, testCall())).rejects.toMatchObject({ code: "contract_broken" });
  });

  test("is read all the same where somebody listens to deviations, and each is told with its path", async () => {
    const told: [string, string[]][] = [];
    const client = soapClient(odditiesContract, {
      url: "http://oddities.example/",
      http: cannedHttp(strange),
      onDeviations: (operation, deviations) => told.push([operation, deviations.map(({ path }) => path)]),
    });
    await expect(client.Echo(input, testCall())).resolves.toBeDefined();
    expect(told).toEqual([["Echo", [expect.stringContaining("/EchoResponse")]]]);
  });
});
