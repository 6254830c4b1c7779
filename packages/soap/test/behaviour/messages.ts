import type { Row } from "./rows.ts";

/** The contract of a row: one operation `Ask`, answered by `AskResponse`. */
export const rowWsdl = ({ asks = "", answers = "", types = "" }: Row): string =>
  `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">
<xs:element name="Ask"><xs:complexType>${asks}</xs:complexType></xs:element>
<xs:element name="AskResponse"><xs:complexType>${answers}</xs:complexType></xs:element>${types}
</xs:schema></types>
<message name="Ask"><part name="parameters" element="t:Ask"/></message>
<message name="AskResponse"><part name="parameters" element="t:AskResponse"/></message>
<portType name="P"><operation name="Ask"><input message="t:Ask"/><output message="t:AskResponse"/></operation></portType>
<binding name="B" type="t:P"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="Ask"><soap:operation soapAction="urn:t/Ask" style="document"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
<service name="S"><port name="P" binding="t:B"><soap:address location="http://127.0.0.1/"/></port></service></definitions>`;

/** What is in the body of a row's answer. */
const rowBody = ({ body, wire = "" }: Row): string =>
  body ??
  `<AskResponse xmlns="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${wire}</AskResponse>`;

export function rowAnswer(row: Row): { readonly contentType: string; readonly bytes: Buffer } {
  const { encoding = "utf-8", cutBehind } = row;
  const envelope =
    `<?xml version="1.0" encoding="${encoding}"?>` +
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${rowBody(row)}</s:Body></s:Envelope>`;
  const text =
    cutBehind === undefined ? envelope : envelope.slice(0, envelope.indexOf(cutBehind) + cutBehind.length);
  return { contentType: `text/xml; charset=${encoding}`, bytes: encoded(text, encoding) };
}

function encoded(text: string, encoding: NonNullable<Row["encoding"]>): Buffer {
  if (encoding === "utf-16") return Buffer.from(`\ufeff${text}`, "utf16le");
  return Buffer.from(text, encoding === "utf-8" ? "utf8" : "latin1");
}
