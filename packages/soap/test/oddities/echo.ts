import { testCall } from "@portico/core/testing";
import { soapClient } from "../../src/client.ts";
import { cannedHttp, soapBody } from "../canned-http.ts";
import { type EverythingWire, odditiesContract } from "./generated/oddities.gen.ts";

const url = "http://oddities.example/";

/** An answer of `Echo` with this inside; `x` and `xsi` may be used. */
export const echoResponse = (inside: string, attributes = ""): string =>
  `<EchoResponse xmlns="urn:oddities" xmlns:x="urn:oddities" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"${attributes}>${inside}</EchoResponse>`;

/** What `Echo` makes of the element in an answer's body. */
export const decode = (element: string): Promise<EverythingWire> =>
  soapClient(odditiesContract, { url, http: cannedHttp(() => soapBody(element)) }).Echo(
    { shape: [], item: [] },
    testCall(),
  );

/** The element in the body of the request `Echo` makes of an input. */
export async function encode(input: EverythingWire): Promise<string> {
  const http = cannedHttp(() => soapBody(echoResponse("")));
  await soapClient(odditiesContract, { url, http }).Echo(input, testCall());
  return /<soap:Body>(.*)<\/soap:Body>/s.exec(String(http.requests[0]!.body))![1]!;
}

/** There and back: the request comes back as the answer. */
export function roundTrip(input: EverythingWire): Promise<EverythingWire> {
  const http = cannedHttp(({ body }) => ({
    body: Buffer.from(String(body).replaceAll("tns:Echo", "tns:EchoResponse")),
  }));
  return soapClient(odditiesContract, { url, http }).Echo(input, testCall());
}
