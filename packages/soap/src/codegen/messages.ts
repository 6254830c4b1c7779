import type { TypeReader } from "./complex-types.ts";
import type { Definitions } from "./definitions.ts";
import type { ComplexType, ElementMember, MessageElement, RawMember, SimpleType } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { documentationOf, originOf } from "./origin.ts";
import { isNeverNil } from "./soap-array.ts";
import { WSDL } from "./wsdl-names.ts";
import {
  attributeOf,
  childrenNamed,
  nameAttribute,
  nameOf,
  type QName,
  requiredName,
  type XmlNode,
} from "./xml-tree.ts";

/** How the parts of a message become what is inside the body. */
export interface MessageStyle {
  readonly rpc: boolean;
  readonly encoded: boolean;
  /** The `soap:body` that says so. */
  readonly body: XmlNode;
  /** The `soap:header`s beside it. */
  readonly headers: readonly XmlNode[];
}

/** The element around the parts of an rpc message, and a name to make identifiers from. */
interface Wrapper {
  readonly local: string;
  readonly label: string;
}

/** Reads what the messages of a port are made of. */
export class MessageReader {
  private readonly definitions: Definitions;
  private readonly types: TypeReader;

  constructor(definitions: Definitions, types: TypeReader) {
    this.definitions = definitions;
    this.types = types;
  }

  /** The message an input, output, fault or header names. */
  messageOf(reference: XmlNode): XmlNode {
    return this.definitions.find("message", requiredName(reference, "message"), reference);
  }

  /** What is in the body; `undefined`: nothing. Rpc puts `wrapper` around the parts. */
  body(reference: XmlNode, style: MessageStyle, wrapper: Wrapper): MessageElement | undefined {
    const message = this.messageOf(reference);
    const parts = this.chosenParts(message, style);
    if (style.rpc) return this.wrapped(message, parts, style, wrapper);
    const [part, second] = parts;
    if (part === undefined) return undefined;
    if (second !== undefined) {
      throw new NotCompilable(second, "a body of several parts is illegal in document style (WS-I R2201)");
    }
    return this.element(part);
  }

  /** A part that is an element: the only kind document style, faults and literal headers may have. */
  element(part: XmlNode): MessageElement {
    const element = nameAttribute(part, "element");
    if (element === undefined) {
      throw new NotCompilable(part, "a part by type, where only a part by element is legal (WS-I R2204)");
    }
    return { ...element, ...this.types.messageElement(element, part) };
  }

  /** The type of a part of an rpc message. */
  type(part: XmlNode): SimpleType | ComplexType {
    return this.types.typeByName(typeNameOf(part), part);
  }

  /** The parts the body holds: those it names, or all that no header of the message takes. */
  private chosenParts(message: XmlNode, { body, headers }: MessageStyle): readonly XmlNode[] {
    const named = attributeOf(body, "parts");
    if (named !== undefined) {
      const names = named.split(/\s+/).filter(Boolean);
      const byName = Map.groupBy(childrenNamed(message, WSDL, "part"), (part) => attributeOf(part, "name"));
      return names.map((name) => byName.get(name)?.[0] ?? missingPart(message, name, body));
    }
    const taken = new Set(
      headers
        .filter((header) => this.messageOf(header) === message)
        .map((header) => attributeOf(header, "part")),
    );
    return childrenNamed(message, WSDL, "part").filter((part) => !taken.has(attributeOf(part, "name")));
  }

  private wrapped(
    message: XmlNode,
    parts: readonly XmlNode[],
    { encoded, body }: MessageStyle,
    wrapper: Wrapper,
  ): MessageElement {
    const uri = attributeOf(body, "namespace") ?? "";
    const members = parts.map((part): ElementMember | RawMember => {
      const local = nameOf(part);
      const rest = { local, countMin: 1, countMax: 1, doc: documentationOf(part) };
      if (this.types.isOpen(typeNameOf(part), part)) {
        return { kind: "raw", accepts: { kind: "named", uri: "", local }, ...rest };
      }
      const type = this.type(part);
      const nillable = encoded && !isNeverNil(nameAttribute(part, "type"));
      return { kind: "element", uri: "", type, nillable, constraint: undefined, ...rest };
    });
    const type: ComplexType = {
      kind: "complex",
      name: undefined,
      label: wrapper.label,
      form: "element",
      abstract: false,
      base: undefined,
      derivation: "extension",
      attributes: [],
      prohibited: [],
      attributeWildcards: [],
      simpleContent: undefined,
      members,
      derived: [],
      origin: originOf(message, "message", nameOf(message)),
    };
    return { uri, local: wrapper.local, type, nillable: false, constraint: undefined };
  }
}

function typeNameOf(part: XmlNode): QName {
  const type = nameAttribute(part, "type");
  if (type !== undefined) return type;
  throw new NotCompilable(part, "a part by element is illegal in rpc style (WS-I R2203)");
}

/** @throws {NotCompilable} when the message has no part of that name */
export function partOf(message: XmlNode, name: string, referrer: XmlNode): XmlNode {
  const found = childrenNamed(message, WSDL, "part").find((part) => attributeOf(part, "name") === name);
  return found ?? missingPart(message, name, referrer);
}

function missingPart(message: XmlNode, name: string, referrer: XmlNode): never {
  throw new NotCompilable(referrer, `the message "${nameOf(message)}" has no part "${name}"`);
}
