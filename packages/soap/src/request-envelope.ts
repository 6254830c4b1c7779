import { xsAnyUri } from "./builtin-types.ts";
import { type Codec, own } from "./codec.ts";
import type { AnySoapOperation, SoapContract, SoapElement } from "./contract.ts";
import type { DateText } from "./dates.ts";
import { soapEncoding } from "./encoded/encoding.ts";
import { type ElementTag, elementTag } from "./element-tag.ts";
import { Encoder } from "./encoder.ts";
import { envelopeNamespace, type Namespace, XSI } from "./namespace.ts";

/**
 * The whole request, in UTF-8. `headerXml` is what its header holds besides the headers of the contract: well-formed,
 * its own namespaces declared, `soap` in force. Where the operation declares headers, `input` is a `SoapMessage`.
 * @param dates how a `Date` is written; default: it is refused
 * @throws {SoapInputInvalid} when `input` does not fit the contract
 */
export function requestEnvelope(
  contract: SoapContract,
  operation: AnySoapOperation,
  input: unknown,
  headerXml: string,
  dates?: DateText,
): Buffer {
  const soap = envelopeNamespace(contract.version);
  const encoding = soapEncoding(contract.version);
  const encoded = operation.encoded === true;
  const namespaces = encoded ? [...contract.namespaces, encoding] : contract.namespaces;
  const declarations = namespaces.map(({ uri, prefix }) => ` xmlns:${prefix}="${uri}"`).join("");
  const to = new Encoder(dates);
  to.markup(
    `<?xml version="1.0" encoding="utf-8"?>` +
      `<soap:Envelope xmlns:soap="${soap.uri}" xmlns:xsi="${XSI}"${declarations}>`,
  );
  const { headers, body } = partsOf(operation, input, to);
  if (headerXml !== "" || headers.length > 0) {
    to.markup(`<soap:Header>${headerXml}`);
    for (const { element, value } of headers) to.one(tagOf(element), value, element.codec);
    to.markup("</soap:Header>");
  }
  to.markup("<soap:Body>");
  const { input: element } = operation;
  if (element === undefined) to.object(body ?? {}, NO_KEYS);
  else {
    const codec = encoded ? inEncoding(soap, encoding, element.codec) : element.codec;
    to.one(tagOf(element), body, codec);
  }
  to.markup("</soap:Body></soap:Envelope>");
  return to.take();
}

const MESSAGE_KEYS: ReadonlySet<string> = new Set(["headers", "body"]);
const NO_KEYS: ReadonlySet<string> = new Set();

interface HeaderToWrite {
  readonly element: SoapElement<unknown>;
  readonly value: unknown;
}

const tags = new WeakMap<SoapElement<unknown>, ElementTag>();

function tagOf(element: SoapElement<unknown>): ElementTag {
  let tag = tags.get(element);
  if (tag === undefined) tags.set(element, (tag = elementTag(element.namespace, element.local)));
  return tag;
}

/** What of an input goes where. */
function partsOf(
  { sentHeaders }: AnySoapOperation,
  input: unknown,
  to: Encoder,
): { readonly headers: readonly HeaderToWrite[]; readonly body: unknown } {
  if (sentHeaders === undefined) return { headers: [], body: input };
  to.object(input as object, MESSAGE_KEYS);
  const message = input as { readonly headers?: object; readonly body?: unknown };
  const given = (message.headers ?? {}) as Readonly<Record<string, unknown>>;
  const declared = Object.entries<SoapElement<unknown>>(sentHeaders);
  to.object(given, new Set(declared.map(([name]) => name)));
  const headers = declared
    .map(([name, element]) => ({ element, value: own(given, name) }))
    .filter(({ value }) => value !== undefined);
  return { headers, body: message.body };
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
