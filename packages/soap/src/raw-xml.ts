import type { Decoder } from "./decoder.ts";
import type { Encoder } from "./encoder.ts";
import { defaultXmlLimits } from "./xml/limits.ts";
import { XmlReader } from "./xml/reader.ts";
import { XmlRefused } from "./xml/refused.ts";
import type { NameTest } from "./name-tests.ts";

/**
 * One element as text, tags included, with every namespace declaration that was in force around it: what a contract
 * leaves open (`xs:any`, `xs:anyType`, mixed content) is kept byte for byte and can be sent on.
 */
export type RawXml = string;

/** Whether the next child is one that may be here. */
export const seesRaw = ({ reader }: Decoder, accepts: NameTest): boolean =>
  reader.tag === "start" && accepts(reader.uri, reader.local);

export const oneRaw = (from: Decoder, property: string, accepts: NameTest): RawXml =>
  seesRaw(from, accepts) ? read(from, property) : from.missing(property);

export const optionalRaw = (from: Decoder, property: string, accepts: NameTest): RawXml | undefined =>
  seesRaw(from, accepts) ? read(from, property) : undefined;

export function manyRaw(
  from: Decoder,
  property: string,
  accepts: NameTest,
  countMin: number,
  countMax: number,
): RawXml[] {
  const values: RawXml[] = [];
  for (;;) {
    const step = `${property}[${values.length + 1}]`;
    if (!seesRaw(from, accepts)) return values.length < countMin ? from.missing(step) : values;
    if (values.length === countMax) throw from.broken(`More than ${countMax} elements`, step);
    values.push(read(from, step));
  }
}

export function writeOneRaw(
  to: Encoder,
  property: string,
  value: RawXml | undefined,
  accepts: NameTest,
): void {
  if (value === undefined) throw to.invalid("A required value is missing", property);
  write(to, property, value, accepts);
}

export function writeOptionalRaw(
  to: Encoder,
  property: string,
  value: RawXml | undefined,
  accepts: NameTest,
): void {
  if (value !== undefined) write(to, property, value, accepts);
}

export function writeManyRaw(
  to: Encoder,
  property: string,
  values: readonly RawXml[] | undefined,
  accepts: NameTest,
  countMin: number,
  countMax: number,
): void {
  to.count(property, values, countMin, countMax);
  for (const [index, value] of (values ?? []).entries())
    write(to, `${property}[${index + 1}]`, value, accepts);
}

function read(from: Decoder, step: string): RawXml {
  return from.within(step, () => {
    const { reader } = from;
    const { offset, depth, prefixes } = reader;
    do reader.advance();
    while (reader.tag !== "end" || reader.depth > depth);
    const text = reader.writtenSince(offset);
    from.next();
    return selfContained(text, prefixes);
  });
}

/** The element with the declarations it leans on, as its own. */
function selfContained(text: string, prefixes: ReadonlyMap<string, string>): RawXml {
  const name = /^<[^\s/>]+/.exec(text)![0];
  const own = new Set<string>();
  const attribute = /\s+([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')/y;
  attribute.lastIndex = name.length;
  for (let found = attribute.exec(text); found !== null; found = attribute.exec(text)) own.add(found[1]!);
  let declarations = "";
  for (const [prefix, uri] of prefixes) {
    const declaration = prefix === "" ? "xmlns" : `xmlns:${prefix}`;
    if (uri !== "" && prefix !== "xml" && !own.has(declaration)) {
      declarations += ` ${declaration}="${uri.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")}"`;
    }
  }
  return name + declarations + text.slice(name.length);
}

function write(to: Encoder, step: string, value: RawXml, accepts: NameTest): void {
  if (typeof value !== "string" || !value.isWellFormed()) throw to.invalid("Not XML text", step);
  try {
    const reader = new XmlReader(Buffer.from(value), defaultXmlLimits);
    reader.advance();
    if (!value.startsWith("<") || value.startsWith("<?") || value.startsWith("<!")) {
      throw to.invalid("XML text that does not begin with its element", step);
    }
    if (!accepts(reader.uri, reader.local))
      throw to.invalid("An element the contract does not know here", step);
    const { depth } = reader;
    do reader.advance();
    while (reader.tag !== "end" || reader.depth > depth);
    const end = reader.writtenSince(0).length;
    if (end !== value.length) throw to.invalid("Something behind the element", step);
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    throw to.invalid(`Not XML we accept: ${error.message}`, step);
  }
  to.raw(value);
}
