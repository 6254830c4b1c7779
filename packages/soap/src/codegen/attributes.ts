import type { AttributeMember, SimpleType, Wildcard } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { documentationOf } from "./origin.ts";
import type { SchemaNode, SchemaSet } from "./schema-set.ts";
import type { SimpleTypes } from "./simple-types.ts";
import { constraintOf } from "./value-constraint.ts";
import { wildcardOf } from "./wildcards.ts";
import { attributeOf, nameAttribute, nameKey, nameOf, type QName, requiredName } from "./xml-tree.ts";

/** What a type says about attributes, by its own word. */
export interface AttributeUses {
  readonly attributes: AttributeMember[];
  readonly prohibited: QName[];
  readonly attributeWildcards: Wildcard[];
}

const GROUPS_MAX = 100_000;

/** Reads `attribute`, `attributeGroup` and `anyAttribute`. */
export class AttributeReader {
  private readonly schemas: SchemaSet;
  private readonly simple: SimpleTypes;
  private readonly declared = new WeakMap<AttributeUses, Set<string>>();
  private groupsRead = 0;

  constructor(schemas: SchemaSet, simple: SimpleTypes) {
    this.schemas = schemas;
    this.simple = simple;
  }

  /** Adds what is declared to `uses`. `false`: it is something else. */
  take(
    uses: AttributeUses,
    { node, schema }: SchemaNode,
    label: string,
    outer: readonly string[] = [],
  ): boolean {
    switch (node.local) {
      case "attribute":
        this.attribute(uses, { node, schema }, label);
        return true;
      case "anyAttribute":
        uses.attributeWildcards.push(wildcardOf(node, schema.targetNamespace));
        return true;
      case "attributeGroup":
        this.group(uses, { node, schema }, outer);
        return true;
      default:
        return false;
    }
  }

  private group(uses: AttributeUses, { node }: SchemaNode, outer: readonly string[]): void {
    // Groups of groups of groups multiply.
    if (++this.groupsRead > GROUPS_MAX)
      throw new NotCompilable(node, `over ${GROUPS_MAX} uses of attribute groups`);
    const name = requiredName(node, "ref");
    const key = nameKey(name);
    if (outer.includes(key)) throw new NotCompilable(node, `the attribute group ${key} contains itself`);
    const group = this.schemas.find("attributeGroup", name, node);
    for (const child of group.node.children) {
      if (child.local === "annotation") continue;
      if (!this.take(uses, { node: child, schema: group.schema }, name.local, [...outer, key])) {
        throw new NotCompilable(child, `xs:${child.local} does not belong into an attribute group`);
      }
    }
  }

  private attribute(uses: AttributeUses, { node, schema }: SchemaNode, label: string): void {
    const ref = nameAttribute(node, "ref");
    const declared = ref === undefined ? { node, schema } : this.schemas.find("attribute", ref, node);
    const local = ref?.local ?? nameOf(node);
    const form = attributeOf(node, "form");
    const qualified =
      ref !== undefined || (form === undefined ? schema.attributesQualified : form === "qualified");
    const uri = qualified ? declared.schema.targetNamespace : "";
    const use = attributeOf(node, "use") ?? "optional";
    if (use === "prohibited") {
      uses.prohibited.push({ uri, local });
      return;
    }
    if (!/^(optional|required)$/.test(use)) throw new NotCompilable(node, `the use "${use}" is none`);
    const type = this.typeOf(declared, ref === undefined ? `${label} ${local}` : local);
    const constraint = constraintOf(node, type) ?? constraintOf(declared.node, type);
    const key = nameKey({ uri, local });
    const declaredHere = this.declaredIn(uses);
    if (declaredHere.has(key)) throw new NotCompilable(node, `the attribute ${key} is declared twice`);
    declaredHere.add(key);
    uses.attributes.push({
      uri,
      local,
      required: use === "required",
      type,
      constraint,
      doc: documentationOf(node),
    });
  }

  /** The names of the attributes of a type so far. */
  private declaredIn(uses: AttributeUses): Set<string> {
    let names = this.declared.get(uses);
    if (names === undefined) this.declared.set(uses, (names = new Set()));
    return names;
  }

  private typeOf({ node, schema }: SchemaNode, label: string): SimpleType {
    const name = nameAttribute(node, "type");
    if (name !== undefined) return this.simple.named(name, node);
    const inline = node.children.find(({ local }) => local === "simpleType");
    return inline === undefined
      ? this.simple.anySimpleType
      : this.simple.read({ node: inline, schema }, label);
  }
}
