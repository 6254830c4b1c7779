import { attributeOf, type XmlElement } from "@portico/mock-kit";
import { ErpFault } from "./envelope.ts";
import { namespaces as ns } from "./names.ts";

/** The message does not follow the schema: what JAXB says with validation switched on. */
export const unmarshallingError = (problem: string): ErpFault =>
  new ErpFault(`Unmarshalling Error: ${problem}`, {});

/** The children of an element that follows the schema's order, by name. */
export interface Fields {
  /** Throws `ErpFault` when it is absent or does not match; the others only when it is there and does not match. */
  readonly text: (name: string, pattern?: RegExp) => string;
  readonly optionalText: (name: string, pattern?: RegExp) => string | undefined;
  /** `null`: there, and nil. */
  readonly nillableText: (name: string, pattern: RegExp) => string | null | undefined;
  readonly all: (name: string) => readonly XmlElement[];
}

/**
 * Reads an element whose children may be, in this order, those named. JAXB validates against the schema, so a child in
 * the wrong place, twice, or in a namespace is an error.
 * @throws {ErpFault}
 */
export function readFields(
  element: XmlElement,
  order: readonly string[],
  repeatable: readonly string[] = [],
): Fields {
  let reached = 0;
  for (const [index, { namespace, name }] of element.children.entries()) {
    const place = namespace === "" ? order.indexOf(name) : -1;
    const again = element.children[index - 1]?.name === name && !repeatable.includes(name);
    if (place < reached || again) throw unmarshallingError(`unexpected element {${namespace}}${name}`);
    reached = place;
  }
  const all = (name: string): XmlElement[] => element.children.filter((child) => child.name === name);
  const matching = (name: string, pattern: RegExp): string | undefined => {
    const text = all(name)[0]?.text.trim();
    if (text !== undefined && !pattern.test(text))
      throw unmarshallingError(`invalid value '${text}' for ${name}`);
    return text;
  };
  return {
    all,
    optionalText: (name, pattern = /^/) => matching(name, pattern),
    nillableText(name, pattern) {
      const [child] = all(name);
      const nil = child !== undefined && ["1", "true"].includes(attributeOf(child, ns.xsi, "nil") ?? "");
      return nil ? null : matching(name, pattern);
    },
    text(name, pattern = /^/) {
      const text = matching(name, pattern);
      if (text === undefined) throw unmarshallingError(`element ${name} is missing`);
      return text;
    },
  };
}
