import { testCall } from "@portico/core/testing";
import { soapClient } from "../../src/client.ts";
import { cannedHttp, soapBody } from "../canned-http.ts";
import { type ConstructsWire, constructsContract } from "./generated/constructs.gen.ts";

const url = "http://constructs.example/";

/** What comes of an answer with this inside. Its default namespace is the contract's; `b` and `xsi` may be used. */
export const decode = (inside: string): Promise<ConstructsWire> =>
  soapClient(constructsContract, {
    url,
    http: cannedHttp(() =>
      soapBody(
        `<Answer xmlns="urn:constructs" xmlns:b="urn:base" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inside}</Answer>`,
      ),
    ),
  }).Ask({}, testCall());

/** What is inside the request an input makes. `c` is the contract's namespace. */
export async function encode(input: ConstructsWire): Promise<string> {
  const http = cannedHttp(() => soapBody('<Answer xmlns="urn:constructs"/>'));
  await soapClient(constructsContract, { url, http }).Ask(input, testCall());
  return /<c:Ask>(.*)<\/c:Ask>/s.exec(String(http.requests[0]!.body))?.[1] ?? "";
}

/** There and back: the request comes back as the answer. */
export function roundTrip(input: ConstructsWire): Promise<ConstructsWire> {
  const http = cannedHttp(({ body }) => ({
    body: Buffer.from(String(body).replaceAll("c:Ask>", "c:Answer>")),
  }));
  return soapClient(constructsContract, { url, http }).Ask(input, testCall());
}
