import { xsAnyUri } from "./builtin-types.ts";
import { type Codec, own } from "./codec.ts";
import type { AnySoapOperation, SoapContract, SoapElement } from "./contract.ts";
import type { DateText } from "./dates.ts";
import { soapEncoding } from "./encoded/encoding.ts";
import { Encoder } from "./encoder.ts";
import { envelopeNamespace, type Namespace, XSI } from "./namespace.ts";

/**
 * The whole request. `headerXml` is what its header holds besides the headers of the contract: well-formed, its own
 * namespaces declared, `soap` in force. Where the operation declares headers, `input` is a `SoapMessage`.
 * @param dates how a `Date` is written; default: it is refused
 * @throws {SoapInputInvalid} when `input` does not fit the contract
 */
export function requestEnvelope(
  contract: SoapContract,
  operation: AnySoapOperation,
  input: unknown,
  headerXml: string,
  dates?: DateText,
): string {
  const soap = envelopeNamespace(contract.version);
  const encoding = soapEncoding(contract.version);
  const { headers, body } = writeMessage(operation, input, dates, (element) =>
    operation.encoded === true ? inEncoding(soap, encoding, element.codec) : element.codec,
  );
  const namespaces = operation.encoded === true ? [...contract.namespaces, encoding] : contract.namespaces;
  const declarations = namespaces.map(({ uri, prefix }) => ` xmlns:${prefix}="${uri}"`).join("");
  const header = headerXml + headers;
  return (
    `<?xml version="1.0" encoding="utf-8"?>` +
    `<soap:Envelope xmlns:soap="${soap.uri}" xmlns:xsi="${XSI}"${declarations}>` +
    `${header === "" ? "" : `<soap:Header>${header}</soap:Header>`}<soap:Body>${body}</soap:Body></soap:Envelope>`
  );
}

const MESSAGE_KEYS: ReadonlySet<string> = new Set(["headers", "body"]);
const NO_KEYS: ReadonlySet<string> = new Set();

function writeMessage(
  { input: element, sentHeaders }: AnySoapOperation,
  input: unknown,
  dates: DateText | undefined,
  codecOf: (element: SoapElement<unknown>) => Codec<unknown>,
): { headers: string; body: string } {
  const headers = new Encoder(dates);
  const body = new Encoder(dates);
  let content = input;
  if (sentHeaders !== undefined) {
    headers.object(input as object, MESSAGE_KEYS);
    const message = input as { readonly headers?: object; readonly body?: unknown };
    const given = (message.headers ?? {}) as Readonly<Record<string, unknown>>;
    const declared = Object.entries<SoapElement<unknown>>(sentHeaders);
    headers.object(given, new Set(declared.map(([name]) => name)));
    for (const [name, { namespace, local, codec }] of declared) {
      headers.optional(namespace, local, own(given, name), codec);
    }
    content = message.body;
  }
  if (element === undefined) body.object(content ?? {}, NO_KEYS);
  else body.one(element.namespace, element.local, content, codecOf(element));
  return { headers: headers.xml, body: body.xml };
}

/** SOAP 1.2 allows the attribute here and not on the body. */
function inEncoding<T>(soap: Namespace, encoding: Namespace, codec: Codec<T>): Codec<T> {
  return {
    read: (from) => codec.read(from),
    write(to, value) {
      to.attribute(soap, "encodingStyle", encoding.uri, xsAnyUri);
      codec.write(to, value);
    },
  };
}
