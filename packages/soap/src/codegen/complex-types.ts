import { AttributeReader } from "./attributes.ts";
import type {
  AttributeMember,
  ComplexType,
  ElementMember,
  MessageElement,
  SimpleType,
  Wildcard,
} from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { originOf } from "./origin.ts";
import { type ElementType, ParticleReader } from "./particles.ts";
import { baseOf, contentOf, derivationOf } from "./derivation.ts";
import { type SchemaNode, type SchemaSet, XS } from "./schema-set.ts";
import { isEncodedBuiltIn, type SoapArrayItem, soapArrayItem, soapArrayMember } from "./soap-array.ts";
import { SimpleTypes } from "./simple-types.ts";
import { constraintOf } from "./value-constraint.ts";
import { attributeOf, isTrue, nameAttribute, type QName, type XmlNode } from "./xml-tree.ts";

interface TypeInProgress extends ComplexType {
  base: ComplexType | undefined;
  derivation: ComplexType["derivation"];
  readonly attributes: AttributeMember[];
  readonly prohibited: QName[];
  readonly attributeWildcards: Wildcard[];
  simpleContent: SimpleType | undefined;
  members: ComplexType["members"];
  soapArray?: true;
  derived: ComplexType["derived"];
}

/** Reads what the chosen operations reach, each component once. Types may contain themselves. */
export class TypeReader {
  private readonly schemas: SchemaSet;
  private readonly simple: SimpleTypes;
  private readonly attributes: AttributeReader;
  private readonly particles: ParticleReader;
  private readonly known = new Map<XmlNode, ComplexType>();
  private readonly mixed = new Map<XmlNode, boolean>();
  /** Types whose content nobody has read yet. Read one after the other: types lead to types further than a stack does. */
  private readonly unread = new Map<ComplexType, () => void>();

  /** @param mayBeNil whether an element may say that it has no value. Default: as it is declared. */
  constructor(
    schemas: SchemaSet,
    mayBeNil: (element: XmlNode) => boolean = (element) => isTrue(element, "nillable"),
  ) {
    this.schemas = schemas;
    this.simple = new SimpleTypes(schemas);
    this.attributes = new AttributeReader(schemas, this.simple);
    this.particles = new ParticleReader(schemas, (element, label) => this.typeOf(element, label), mayBeNil);
  }

  /** What a global element says that is a message, a header or the detail of a fault. */
  messageElement(name: QName, referrer: XmlNode): Pick<MessageElement, "type" | "nillable" | "constraint"> {
    const element = this.schemas.find("element", name, referrer);
    const { node } = element;
    if (isTrue(node, "abstract")) throw new NotCompilable(node, "a message that is an abstract element");
    const type = this.whole(structured(this.typeOf(element, name.local), node));
    return { type, nillable: isTrue(node, "nillable"), constraint: constraintOf(node, type) };
  }

  /** Whether values of this type are kept as text. */
  isOpen(name: QName, referrer: XmlNode): boolean {
    return this.named(name, referrer) === "raw";
  }

  /** A type by its name. Not one that is kept as text: `xs:anyType`, mixed content. */
  typeByName(name: QName, referrer: XmlNode): SimpleType | ComplexType {
    return this.whole(this.structuredType(name, referrer));
  }

  /** The type, when it and all it leads to have been read. */
  private whole<T>(type: T): T {
    for (const [unread] of this.unread) this.finish(unread);
    return type;
  }

  private finish(type: ComplexType): void {
    const read = this.unread.get(type);
    this.unread.delete(type);
    read?.();
  }

  private named(name: QName, referrer: XmlNode): ElementType {
    if (isEncodedBuiltIn(name)) return this.simple.named({ uri: XS, local: name.local }, referrer);
    if (name.uri === XS) return isOpen(name.local) ? "raw" : this.simple.named(name, referrer);
    const found = this.schemas.find("type", name, referrer);
    if (found.node.local === "simpleType") return this.simple.read(found, name.local);
    return this.isMixed(found.node) ? "raw" : this.complex(found, name.local);
  }

  /** The type of an element: named, written inside it, or that of the element it may stand for. */
  private typeOf({ node, schema }: SchemaNode, label: string): ElementType {
    const name = nameAttribute(node, "type");
    if (name !== undefined) return this.named(name, node);
    for (const child of node.children) {
      const inside = { node: child, schema };
      if (child.local === "complexType") return this.isMixed(child) ? "raw" : this.complex(inside, label);
      if (child.local === "simpleType") return this.simple.read(inside, label);
    }
    const head = this.schemas.headOf(node);
    return head === undefined ? "raw" : this.typeOf(head, label);
  }

  /** Whether text may stand between the elements of this type. */
  private isMixed(type: XmlNode): boolean {
    let mixed = this.mixed.get(type);
    if (mixed === undefined) {
      this.schemas.refuseCircular(type);
      mixed = this.saysMixed(type);
      this.mixed.set(type, mixed);
    }
    return mixed;
  }

  private saysMixed(type: XmlNode): boolean {
    if (isTrue(type, "mixed") || isTrue(contentOf(type) ?? type, "mixed")) return true;
    const derivation = derivationOf(type);
    const base = baseOf(type);
    if (base === undefined || derivation?.local !== "extension") return false;
    if (base.uri === XS) return base.local === "anyType";
    const { node } = this.schemas.find("type", base, derivation);
    return node.local === "complexType" && this.isMixed(node);
  }

  /** Of a type of which it was asked whether it is mixed: that has refused what derives from itself. */
  private complex({ node, schema }: SchemaNode, label: string): ComplexType {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    const local = attributeOf(node, "name");
    const name = local === undefined ? undefined : { uri: schema.targetNamespace, local };
    const type: TypeInProgress = {
      kind: "complex",
      name,
      label: local ?? label,
      form: "element",
      abstract: isTrue(node, "abstract"),
      base: undefined,
      derivation: "extension",
      attributes: [],
      prohibited: [],
      attributeWildcards: [],
      simpleContent: undefined,
      members: [],
      derived: [],
      origin: originOf(node, "complexType", local ?? `of ${label}`),
    };
    // Known before its content is read: the content may mention it.
    this.known.set(node, type);
    this.unread.set(type, () => {
      const item = soapArrayItem(node);
      if (item === undefined) this.readContent(type, { node, schema });
      else {
        type.soapArray = true;
        type.members = [this.arrayMember(item, type)];
      }
      if (name !== undefined) type.derived = this.derivedFrom(name, node);
    });
    return type;
  }

  /** The item of an array; arrays that are only written in brackets are types without a name. */
  private arrayMember(item: SoapArrayItem, around: TypeInProgress): ElementMember {
    if (item.arraysAround === 0)
      return soapArrayMember(this.structuredType(item.name, item.place), item.name);
    const label = `${around.label} item`;
    const origin = originOf(item.place, "array", `of ${label}`);
    const array: TypeInProgress = { ...around, name: undefined, label, members: [], derived: [], origin };
    array.members = [this.arrayMember({ ...item, arraysAround: item.arraysAround - 1 }, array)];
    return soapArrayMember(array, undefined);
  }

  private structuredType(name: QName, referrer: XmlNode): SimpleType | ComplexType {
    return structured(this.named(name, referrer), referrer);
  }

  private derivedFrom(base: QName, referrer: XmlNode): readonly ComplexType[] {
    return this.schemas
      .allDerivedFrom(base)
      .map((name) => this.structuredType(name, referrer))
      .filter((type) => type.kind === "complex");
  }

  private readContent(type: TypeInProgress, { node, schema }: SchemaNode): void {
    for (const child of node.children) {
      const inside = { node: child, schema };
      if (child.local === "annotation") continue;
      if (child.local === "complexContent") this.derive(type, inside);
      else if (child.local === "simpleContent") this.deriveText(type, inside);
      else if (!this.attributes.take(type, inside, type.label)) {
        const members = this.particles.read(inside, type.label);
        if (members === undefined || child.local === "element" || child.local === "any") {
          throw new NotCompilable(child, `xs:${child.local} does not belong into a complex type`);
        }
        type.members = type.members.concat(members);
      }
    }
  }

  /** A base is read before what derives from it. */
  private baseNamed(name: QName, referrer: XmlNode): ElementType {
    const base = this.named(name, referrer);
    if (base !== "raw" && base.kind === "complex") this.finish(base);
    return base;
  }

  private derive(type: TypeInProgress, { node, schema }: SchemaNode): void {
    const { derivation, base: name } = this.derivation(type, node);
    if (name.uri !== XS || name.local !== "anyType") {
      const base = this.baseNamed(name, derivation);
      if (base === "raw" && type.derivation === "restriction") {
        throw new NotCompilable(derivation, "a restriction of mixed content to elements is not supported");
      }
      if (base === "raw" || base.kind !== "complex" || base.simpleContent !== undefined) {
        throw new NotCompilable(derivation, `complex content that is derived from text`);
      }
      type.base = base;
    }
    this.readContent(type, { node: derivation, schema });
  }

  private deriveText(type: TypeInProgress, { node, schema }: SchemaNode): void {
    const { derivation, base: name } = this.derivation(type, node);
    const base = this.baseNamed(name, derivation);
    if (base === "raw")
      throw new NotCompilable(derivation, "simple content that is derived from any content");
    const text = base.kind === "complex" ? base.simpleContent : base;
    if (text === undefined)
      throw new NotCompilable(derivation, "simple content that is derived from elements");
    if (base.kind === "complex") type.base = base;
    else if (type.derivation === "restriction") {
      throw new NotCompilable(derivation, "a simple type restricted to a complex one");
    }
    const own = { node: derivation, schema };
    type.simpleContent =
      type.derivation === "extension" ? text : this.simple.restriction(own, text, `${type.label} value`);
    for (const child of derivation.children) {
      const isAttribute = this.attributes.take(type, { node: child, schema }, type.label);
      if (!isAttribute && type.derivation === "extension" && child.local !== "annotation") {
        throw new NotCompilable(child, `xs:${child.local} does not belong into an extension of text`);
      }
    }
  }

  private derivation(type: TypeInProgress, content: XmlNode): { derivation: XmlNode; base: QName } {
    const derivation = content.children.find(({ local }) => local !== "annotation");
    const base = derivation && nameAttribute(derivation, "base");
    if (
      derivation === undefined ||
      base === undefined ||
      !/^(extension|restriction)$/.test(derivation.local)
    ) {
      throw new NotCompilable(derivation ?? content, "neither an extension nor a restriction of anything");
    }
    type.derivation = derivation.local === "extension" ? "extension" : "restriction";
    return { derivation, base };
  }
}

const isOpen = (builtIn: string) => builtIn === "anyType" || builtIn === "anySimpleType";

function structured(type: ElementType, place: XmlNode): SimpleType | ComplexType {
  if (type !== "raw") return type;
  throw new NotCompilable(place, "any content, or mixed content, is not supported here");
}
