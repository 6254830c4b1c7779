import fc from "fast-check";
import { testCall } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { bothEngines } from "../../test/both-engines.ts";
import { cannedHttp } from "../../test/canned-http.ts";
import { ask, wsdl } from "../../test/contract-files.ts";
import { odditiesContract } from "../../test/oddities/generated/oddities.gen.ts";
import { soapClient, type SoapClientOptions } from "../client.ts";
import type { SoapContract } from "../contract.ts";

const url = "http://legacy.example/";
const input = (bytes: Uint8Array) => ({ shape: [], item: [], values: { bytes } });

/** What was sent, and what comes of it when it comes back as the answer. */
async function exchange(bytes: Uint8Array, mtom: SoapClientOptions["mtom"]) {
  const http = cannedHttp(({ body, headers }) => ({
    headers: { "content-type": headers!["content-type"]! },
    body: Buffer.from(
      Buffer.from(body!).toString("latin1").replaceAll("tns:Echo", "tns:EchoResponse"),
      "latin1",
    ),
  }));
  const client = soapClient(odditiesContract, { url, http, ...(mtom === undefined ? {} : { mtom }) });
  const output = await client.Echo(input(bytes), testCall());
  const [{ body, headers } = {}] = http.requests;
  return { output, sent: Buffer.from(body!).toString("latin1"), type: headers!["content-type"]! };
}

describe("a request as MTOM", () => {
  test("has bytes beside the envelope from a size on, and comes back as it went", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (bytes) => {
        const { output, sent, type } = await exchange(bytes, { thresholdBytes: 10 });
        expect(output.values?.bytes).toEqual(bytes);
        expect(sent.includes("xop:Include")).toBe(bytes.length >= 10);
        const boundary = /boundary="([^"]+)"/.exec(type)![1]!;
        expect(sent.startsWith(`--${boundary}\r\n`)).toBe(true);
        expect(sent.split(`--${boundary}`)).toHaveLength(bytes.length >= 10 ? 4 : 3);
        expect(type).toMatch(
          /^multipart\/related; type="application\/xop\+xml"; start="<0\.[-0-9a-f]+@portico>"; start-info="text\/xml"; boundary="/,
        );
      }),
    );
  });

  test("is none unless it is asked for", async () => {
    const { sent, type } = await exchange(new Uint8Array(5_000), undefined);
    expect([type, sent.startsWith("<?xml")]).toEqual(["text/xml; charset=utf-8", true]);
  });
});

const policy = (optional: string) =>
  `<wsp:Policy xmlns:wsp="http://www.w3.org/ns/ws-policy" xmlns:u="urn:u" u:Id="p"><m:OptimizedMimeSerialization xmlns:m="http://schemas.xmlsoap.org/ws/2004/09/policy/optimizedmimeserialization"${optional}/></wsp:Policy>`;
const contractWith = (optional: string) => ({
  "t.wsdl": wsdl(
    ask(
      '<xs:sequence><xs:element name="file" minOccurs="0"><xs:simpleType><xs:restriction base="xs:base64Binary"><xs:maxLength value="2000"/></xs:restriction></xs:simpleType></xs:element><xs:element name="hex" type="xs:hexBinary" minOccurs="0"/></xs:sequence><xs:attribute name="seal" type="xs:base64Binary"/>',
    ),
  )
    .replace(
      '<binding name="B" type="t:P">',
      '<binding name="B" type="t:P"><wsp:PolicyReference xmlns:wsp="http://www.w3.org/ns/ws-policy" URI="#p"/>',
    )
    .replace("<service", `${policy(optional)}<service`),
});

describe("a contract whose policy asks for MTOM", () => {
  async function sent(contract: SoapContract, value: object): Promise<string> {
    const http = cannedHttp(() => ({ status: 500 }));
    const { Ask: operation } = contract.operations;
    const client = soapClient({ ...contract, operations: { Ask: operation! } }, { url, http });
    await expect(client.Ask(value, testCall())).rejects.toMatchObject({ code: "backend_unavailable" });
    return `${http.requests[0]!.headers!["content-type"]}\n${Buffer.from(http.requests[0]!.body!).toString("latin1")}`;
  }

  test("gets it: elements of base64 beside the envelope, attributes and hex in it, bounds kept", async () => {
    const bytes = new Uint8Array(1_024);
    for (const { contract, send } of await bothEngines(contractWith(""))) {
      const message = await sent(contract, { file: bytes, hex: bytes, seal: bytes });
      expect(message.match(/<xop:Include/g)).toHaveLength(1);
      expect(message).toMatch(/<t:Ask seal="AAAA[A=]*"><file><xop:Include [^>]*href="cid:1\./);
      expect(message).toMatch(/<hex>0{2048}<\/hex>/);
      expect(await sent(contract, {})).toMatch(/^multipart\/related/);
      expect(() => send({ file: new Uint8Array(2_001) })).toThrow("/Ask/file");
    }
  });

  test("that makes it optional gets none", async () => {
    for (const { contract } of await bothEngines(
      contractWith(' xmlns:w="http://www.w3.org/ns/ws-policy" w:Optional="true"'),
    )) {
      expect(await sent(contract, {})).toMatch(/^text\/xml/);
    }
  });
});
