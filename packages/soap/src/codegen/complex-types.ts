import type { AttributeMember, ChoiceMember, ComplexType, ElementMember, SimpleType } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { originOf } from "./origin.ts";
import { type SchemaNode, type SchemaSet, XS } from "./schema-set.ts";
import { SimpleTypes } from "./simple-types.ts";
import {
  attributeOf,
  isTrue,
  nameAttribute,
  nameKey,
  nameOf,
  type QName,
  requiredName,
  type XmlNode,
} from "./xml-tree.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads what the chosen operations reach, each component once. Types may contain themselves. */
export class TypeReader {
  private readonly schemas: SchemaSet;
  private readonly simple: SimpleTypes;
  private readonly known = new Map<XmlNode, ComplexType>();

  constructor(schemas: SchemaSet) {
    this.schemas = schemas;
    this.simple = new SimpleTypes(schemas);
  }

  /** The type of a global element. */
  elementType(name: QName, referrer: XmlNode): SimpleType | ComplexType {
    const element = this.schemas.find("element", name, referrer);
    if (isTrue(element.node, "nillable")) {
      throw new NotCompilable(element.node, "a message that may be nil is not supported");
    }
    return this.typeOf(element, name.local);
  }

  private typeByName(name: QName, referrer: XmlNode): SimpleType | ComplexType {
    if (name.uri === XS) return this.simple.builtIn(name, referrer);
    const found = this.schemas.find("type", name, referrer);
    return found.node.local === "simpleType"
      ? this.simple.read(found, name.local)
      : this.complex(found, name.local);
  }

  /** The type of an element or attribute: named, or written inside it. */
  private typeOf({ node, schema }: SchemaNode, label: string): SimpleType | ComplexType {
    const name = nameAttribute(node, "type");
    if (name !== undefined) return this.typeByName(name, node);
    for (const child of node.children) {
      if (child.local === "complexType") return this.complex({ node: child, schema }, label);
      if (child.local === "simpleType") return this.simple.read({ node: child, schema }, label);
    }
    throw new NotCompilable(node, `"${label}" has no type; xs:anyType is not supported`);
  }

  private complex({ node, schema }: SchemaNode, label: string): ComplexType {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    if (isTrue(node, "mixed")) throw new NotCompilable(node, "mixed content is not supported");
    const local = attributeOf(node, "name");
    const name = local === undefined ? undefined : { uri: schema.targetNamespace, local };
    const type: Mutable<ComplexType> = {
      kind: "complex",
      name,
      label: local ?? label,
      abstract: isTrue(node, "abstract"),
      base: undefined,
      attributes: [],
      simpleContent: undefined,
      members: [],
      derived: [],
      origin: originOf(node, "complexType", local ?? `of ${label}`),
    };
    // Known before its content is read: the content may mention it.
    this.known.set(node, type);
    this.readContent(type, { node, schema });
    if (name !== undefined) type.derived = this.derivedFrom(name, node);
    return type;
  }

  private derivedFrom(base: QName, referrer: XmlNode, seen = new Set<string>()): readonly ComplexType[] {
    return this.schemas.extensionsOf(base).flatMap((name) => {
      // Types that extend each other are refused where they are read; here they must only come to an end.
      if (seen.has(nameKey(name))) return [];
      seen.add(nameKey(name));
      const type = this.typeByName(name, referrer);
      return type.kind === "complex" ? [type, ...this.derivedFrom(name, referrer, seen)] : [];
    });
  }

  private readContent(type: Mutable<ComplexType>, { node, schema }: SchemaNode): void {
    for (const child of node.children) {
      const inside = { node: child, schema };
      switch (child.local) {
        case "annotation":
          break;
        case "attribute":
          type.attributes = [...type.attributes, ...this.attribute(inside, type.label)];
          break;
        case "sequence":
          type.members = [...type.members, ...this.sequence(inside, type.label)];
          break;
        case "choice":
          type.members = [...type.members, this.choice(inside, type.label)];
          break;
        case "complexContent":
          this.extend(type, inside);
          break;
        case "simpleContent":
          this.extendSimple(type, inside);
          break;
        default:
          throw new NotCompilable(child, `xs:${child.local} in a complex type is not supported`);
      }
    }
  }

  private extend(type: Mutable<ComplexType>, { node, schema }: SchemaNode): void {
    const extension = onlyExtension(node);
    const base = this.typeByName(requiredName(extension, "base"), extension);
    if (base.kind !== "complex" || base.simpleContent !== undefined) {
      throw new NotCompilable(extension, "complex content that extends text");
    }
    inherit(type, base, extension);
    this.readContent(type, { node: extension, schema });
  }

  private extendSimple(type: Mutable<ComplexType>, { node, schema }: SchemaNode): void {
    const extension = onlyExtension(node);
    const base = this.typeByName(requiredName(extension, "base"), extension);
    type.simpleContent = base.kind === "complex" ? base.simpleContent : base;
    if (type.simpleContent === undefined)
      throw new NotCompilable(extension, "simple content that extends elements");
    if (base.kind === "complex") inherit(type, base, extension);
    this.readContent(type, { node: extension, schema });
  }

  private attribute({ node, schema }: SchemaNode, label: string): readonly AttributeMember[] {
    const use = attributeOf(node, "use") ?? "optional";
    if (use === "prohibited") return [];
    refuse(node, "ref", "default", "fixed");
    const local = nameOf(node);
    const form = attributeOf(node, "form");
    const qualified = form === undefined ? schema.attributesQualified : form === "qualified";
    const type = this.typeOf({ node, schema }, `${label} ${local}`);
    if (type.kind === "complex") throw new NotCompilable(node, "an attribute of a complex type");
    return [
      {
        uri: qualified ? schema.targetNamespace : "",
        local,
        required: use === "required",
        type,
        doc: originOf(node, "", "").doc,
      },
    ];
  }

  private sequence({ node, schema }: SchemaNode, label: string): readonly (ElementMember | ChoiceMember)[] {
    const [countMin, countMax] = occurs(node);
    if (countMax === 0) return [];
    if (countMin !== 1 || countMax !== 1)
      throw new NotCompilable(node, "a sequence that may repeat or be absent is not supported");
    return node.children.flatMap((child): readonly (ElementMember | ChoiceMember)[] => {
      const inside = { node: child, schema };
      switch (child.local) {
        case "annotation":
          return [];
        case "element":
          return this.element(inside, label);
        case "sequence":
          return this.sequence(inside, label);
        case "choice":
          return [this.choice(inside, label)];
        default:
          throw new NotCompilable(child, `xs:${child.local} in a sequence is not supported`);
      }
    });
  }

  private choice({ node, schema }: SchemaNode, label: string): ChoiceMember {
    const [countMin, countMax] = occurs(node);
    if (countMax !== 1) throw new NotCompilable(node, "a choice that may repeat is not supported");
    const alternatives = node.children.flatMap((child): readonly (readonly ElementMember[])[] => {
      if (child.local === "annotation") return [];
      const inside = { node: child, schema };
      const members = child.local === "element" ? this.element(inside, label) : this.sequence(inside, label);
      const elements = members.filter((member) => member.kind === "element");
      if (child.local !== "element" && child.local !== "sequence") {
        throw new NotCompilable(child, `xs:${child.local} in a choice is not supported`);
      }
      if (elements.length < members.length)
        throw new NotCompilable(child, "a choice in an alternative is not supported");
      return [elements];
    });
    const emptiable = alternatives.some((elements) => elements.every(({ countMin: least }) => least === 0));
    return {
      kind: "choice",
      noneAllowed: countMin === 0 || emptiable,
      alternatives: alternatives.filter((elements) => elements.length > 0),
    };
  }

  private element({ node, schema }: SchemaNode, label: string): readonly ElementMember[] {
    const [countMin, countMax] = occurs(node);
    if (countMax === 0) return [];
    refuse(node, "default", "fixed");
    const ref = nameAttribute(node, "ref");
    const declared = ref === undefined ? { node, schema } : this.referred(ref, node);
    const local = ref?.local ?? nameOf(node);
    const form = attributeOf(node, "form");
    const qualified =
      ref !== undefined || (form === undefined ? schema.elementsQualified : form === "qualified");
    return [
      {
        kind: "element",
        uri: qualified ? declared.schema.targetNamespace : "",
        local,
        type: this.typeOf(declared, ref === undefined ? `${label} ${local}` : local),
        nillable: isTrue(declared.node, "nillable"),
        countMin,
        countMax,
        doc: originOf(node, "", "").doc,
      },
    ];
  }

  private referred(ref: QName, referrer: XmlNode): SchemaNode {
    const declared = this.schemas.find("element", ref, referrer);
    refuse(declared.node, "default", "fixed");
    if (isTrue(declared.node, "abstract") || this.schemas.hasSubstitutes(ref)) {
      throw new NotCompilable(referrer, `${nameKey(ref)} heads a substitution group; that is not supported`);
    }
    return declared;
  }
}

function inherit(type: Mutable<ComplexType>, base: ComplexType, place: XmlNode): void {
  for (let one: ComplexType | undefined = base; one !== undefined; one = one.base) {
    if (one === type) throw new NotCompilable(place, `"${type.label}" extends itself`);
  }
  type.base = base;
}

function onlyExtension(content: XmlNode): XmlNode {
  if (isTrue(content, "mixed")) throw new NotCompilable(content, "mixed content is not supported");
  const derivation = content.children.find(({ local }) => local !== "annotation");
  if (derivation?.local !== "extension") {
    throw new NotCompilable(derivation ?? content, "a complex type by restriction is not supported");
  }
  return derivation;
}

function refuse(node: XmlNode, ...attributes: readonly string[]): void {
  for (const local of attributes) {
    if (attributeOf(node, local) !== undefined)
      throw new NotCompilable(node, `the attribute "${local}" is not supported`);
  }
}

function occurs(node: XmlNode): readonly [number, number] {
  const least = attributeOf(node, "minOccurs") ?? "1";
  const most = attributeOf(node, "maxOccurs") ?? "1";
  if (!/^[0-9]{1,9}$/.test(least) || !/^([0-9]{1,9}|unbounded)$/.test(most)) {
    throw new NotCompilable(node, `minOccurs "${least}" and maxOccurs "${most}" are no counts`);
  }
  return [Number(least), most === "unbounded" ? Infinity : Number(most)];
}
