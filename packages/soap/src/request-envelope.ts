import { xsAnyUri } from "./builtin-types.ts";
import { type Codec, own } from "./codec.ts";
import type { AnySoapOperation, SoapContract, SoapElement } from "./contract.ts";
import type { SoapVersion } from "./namespace.ts";
import { soapEncoding } from "./encoded/encoding.ts";
import { type ElementTag, elementTag } from "./element-tag.ts";
import { Encoder, type WritingRules } from "./encoder.ts";
import { envelopeNamespace, type Namespace, XSI } from "./namespace.ts";

/**
 * The whole request, in UTF-8. `headerXml` is what its header holds besides the headers of the contract: well-formed,
 * its own namespaces declared, `soap` in force. Where the operation declares headers, `input` is a `SoapMessage`.
 * @throws {SoapInputInvalid} when `input` does not fit the contract
 */
export function requestEnvelope(
  contract: SoapContract,
  operation: AnySoapOperation,
  input: unknown,
  headerXml: string,
  rules: WritingRules = {},
): Buffer {
  const frame = frameOf(contract);
  const encoded = operation.encoded === true;
  const to = new Encoder(rules);
  to.markup(encoded ? frame.openingEncoded : frame.opening);
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
    const codec = encoded ? inEncoding(contract.version, element.codec) : element.codec;
    to.one(tagOf(element), body, codec);
  }
  to.markup("</soap:Body></soap:Envelope>");
  return to.take();
}

/** What is around every body of a contract, up to its header. */
interface Frame {
  readonly opening: string;
  /** For messages in SOAP encoding. */
  readonly openingEncoded: string;
}

// Worked out with the first request; as long as the contract.
const frames = new WeakMap<SoapContract, Frame>();
const tags = new WeakMap<SoapElement<unknown>, ElementTag>();

function frameOf(contract: SoapContract): Frame {
  const known = frames.get(contract);
  if (known !== undefined) return known;
  const opening = (namespaces: readonly Namespace[]) =>
    `<?xml version="1.0" encoding="utf-8"?>` +
    `<soap:Envelope xmlns:soap="${envelopeNamespace(contract.version).uri}" xmlns:xsi="${XSI}"` +
    `${namespaces.map(({ uri, prefix }) => ` xmlns:${prefix}="${uri}"`).join("")}>`;
  const frame = {
    opening: opening(contract.namespaces),
    openingEncoded: opening([...contract.namespaces, soapEncoding(contract.version)]),
  };
  frames.set(contract, frame);
  return frame;
}

function tagOf(element: SoapElement<unknown>): ElementTag {
  const known = tags.get(element);
  if (known !== undefined) return known;
  const tag = elementTag(element.namespace, element.local);
  tags.set(element, tag);
  return tag;
}

const MESSAGE_KEYS: ReadonlySet<string> = new Set(["headers", "body"]);
const NO_KEYS: ReadonlySet<string> = new Set();

interface HeaderToWrite {
  readonly element: SoapElement<unknown>;
  readonly value: unknown;
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
function inEncoding<T>(version: SoapVersion, codec: Codec<T>): Codec<T> {
  const soap = envelopeNamespace(version);
  const { uri } = soapEncoding(version);
  return {
    read: (from) => codec.read(from),
    write(to, value) {
      to.attribute(soap, "encodingStyle", uri, xsAnyUri);
      codec.write(to, value);
    },
  };
}
