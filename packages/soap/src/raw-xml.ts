import type { Decoder } from "./decoder.ts";
import type { Encoder } from "./encoder.ts";
import { escapeAttribute } from "./escaping.ts";
import type { NameTest } from "./name-tests.ts";
import type { PrefixScope } from "./text-type.ts";
import { defaultXmlLimits } from "./xml/limits.ts";
import { XmlReader } from "./xml/reader.ts";
import { XmlRefused } from "./xml/refused.ts";

/**
 * One element as text, tags included, with the namespace declarations it leans on: what a contract
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
    const { offset, depth } = reader;
    do reader.advance();
    while (reader.tag !== "end" || reader.depth > depth);
    // On its end tag what was declared around the element and on it is still in force.
    const written = reader.writtenSince(offset);
    const name = /^<[^\s/>]+/.exec(written)![0];
    const declarations = declarationsFor(written, name, reader);
    const size = (declaredAgain.get(reader) ?? 0) + declarations.length;
    if (size > reader.limits.documentBytesMax)
      throw from.broken("More declarations than a document may hold");
    declaredAgain.set(reader, size);
    from.next();
    return name + declarations + written.slice(name.length);
  });
}

/** How much has been declared again, document by document: one that is small may make each of its elements large. */
const declaredAgain = new WeakMap<XmlReader, number>();

/** The declarations an element leans on and does not say itself. Content may mention a prefix, too: any mention counts. */
function declarationsFor(text: string, name: string, scope: PrefixScope): string {
  const known = new Set<string>(["xml"]);
  const attribute = /\s+([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')/y;
  attribute.lastIndex = name.length;
  for (let found = attribute.exec(text); found !== null; found = attribute.exec(text)) {
    const [, own] = /^xmlns:?(.*)$/.exec(found[1]!) ?? [];
    if (own !== undefined) known.add(own);
  }
  let declarations = "";
  const declare = (prefix: string) => {
    if (known.has(prefix)) return;
    known.add(prefix);
    const uri = scope.uriOf(prefix);
    if (uri) declarations += ` xmlns${prefix === "" ? "" : `:${prefix}`}="${escapeAttribute(uri)}"`;
  };
  declare("");
  // Runs of name characters, whole: each character is looked at once.
  for (const [word] of text.matchAll(/[-.0-9A-Z_a-z\u0080-\uffff]+:?/g)) {
    if (word.endsWith(":")) declare(word.slice(0, -1));
  }
  return declarations;
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
