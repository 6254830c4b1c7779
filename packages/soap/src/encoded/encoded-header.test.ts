import { expect, test } from "vitest";
import { bothEngines } from "../../test/both-engines.ts";
import { readAnswer } from "../envelope.ts";
import { requestEnvelope } from "../request-envelope.ts";
import { defaultXmlLimits } from "../xml/limits.ts";

const contract = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
<types><xs:schema targetNamespace="urn:t">
<xs:complexType name="Login"><xs:all><xs:element name="user" type="xs:string"/><xs:element name="until" type="xs:dateTime"/></xs:all></xs:complexType>
</xs:schema></types>
<message name="ask"><part name="number" type="xs:int"/></message><message name="answer"><part name="found" type="xs:int"/></message>
<message name="headers"><part name="login" type="t:Login"/><part name="trace" type="xs:string"/></message>
<portType name="P"><operation name="Ask"><input message="t:ask"/><output message="t:answer"/></operation></portType>
<binding name="B" type="t:P"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="Ask">
<input><soap:body use="encoded" namespace="urn:t"/><soap:header message="t:headers" part="login" use="encoded" namespace="urn:h"/><soap:header message="t:headers" part="trace" use="encoded"/></input>
<output><soap:body use="encoded" namespace="urn:t"/><soap:header message="t:headers" part="login" use="encoded" namespace="urn:h"/></output>
</operation></binding>
<service name="S"><port name="P" binding="t:B"/></service></definitions>`;

const login = { user: "ada", until: "2026-11-22T10:00:00Z" };

test("an encoded header goes out with its types and its encoding, and may be nil", async () => {
  for (const { contract: compiled } of await bothEngines({ "t.wsdl": contract })) {
    const send = (headers: object) =>
      String(requestEnvelope(compiled, compiled.operations["Ask"]!, { headers, body: { number: 7 } }, ""));
    expect(send({ login, trace: null })).toContain(
      '<soap:Header><ns:login soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="t:Login">' +
        '<user xsi:type="xs:string">ada</user><until xsi:type="xs:dateTime">2026-11-22T10:00:00Z</until></ns:login>' +
        '<trace soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xsi:nil="true"/></soap:Header>',
    );
    expect(() => send({ login: { ...login, until: "soon" } })).toThrow("Not a valid dateTime: /login/until");
  }
});

test("an encoded header comes in, also where its values are written elsewhere", async () => {
  const answer = (header: string, more: string) =>
    `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" xmlns:h="urn:h"><e:Header>${header}</e:Header>` +
    `<e:Body><t:AskResponse e:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><found xsi:type="xs:int">1</found></t:AskResponse>${more}</e:Body></e:Envelope>`;
  const values =
    '<user xsi:type="xs:string">ada</user><until xsi:type="xs:dateTime">2026-11-22T10:00:00Z</until>';
  for (const { contract: compiled } of await bothEngines({ "t.wsdl": contract })) {
    const read = (envelope: string) =>
      readAnswer(
        compiled.operations["Ask"]!,
        { body: Buffer.from(envelope), charset: undefined },
        { version: "1.1", limits: defaultXmlLimits, onHeader: () => false },
      );
    const expected = { kind: "output", output: { headers: { login }, body: { found: 1 } } };
    const style = 'e:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"';
    expect(read(answer(`<h:login ${style} xsi:type="t:Login">${values}</h:login>`, ""))).toEqual(expected);
    expect(
      read(answer('<h:login href="#l"/>', `<multiRef id="l" xsi:type="t:Login">${values}</multiRef>`)),
    ).toEqual(expected);
  }
});
