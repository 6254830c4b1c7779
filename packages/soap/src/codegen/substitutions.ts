import type { ComplexType, ElementMember, Member, RawMember } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { originOf } from "./origin.ts";
import { groupType } from "./group-type.ts";
import type { SchemaNode, SchemaSet } from "./schema-set.ts";
import { attributeOf, isTrue, nameKey, nameOf, type QName, type XmlNode } from "./xml-tree.ts";

type Declare = (element: SchemaNode, label: string) => ElementMember | RawMember;

/** Elements that other elements may stand for: a choice of one element each, told apart by its property. */
export class Substitutions {
  private readonly schemas: SchemaSet;
  private readonly declare: Declare;
  private readonly known = new Map<string, ComplexType>();

  constructor(schemas: SchemaSet, declare: Declare) {
    this.schemas = schemas;
    this.declare = declare;
  }

  /** The choice a reference to this element is. `undefined`: nothing else can stand there. */
  of(name: QName, head: SchemaNode, referrer: XmlNode): ComplexType | undefined {
    const known = this.known.get(nameKey(name));
    if (known !== undefined) return known;
    const blocked = /(^|\s)(substitution|#all)(\s|$)/.test(attributeOf(head.node, "block") ?? "");
    const substitutes = blocked
      ? []
      : this.schemas.substitutesOf(name).map((one) => this.schemas.find("element", one, referrer));
    const isAbstract = isTrue(head.node, "abstract");
    if (!isAbstract && substitutes.length === 0) return undefined;
    const candidates = [head, ...substitutes].filter(({ node }) => !isTrue(node, "abstract"));
    if (candidates.length === 0) {
      throw new NotCompilable(referrer, `${nameKey(name)} is abstract, and no element stands for it`);
    }
    const members: Member[] = [];
    const origin = originOf(head.node, "element", name.local);
    const type = groupType(members, `${name.local} element`, origin);
    // Known before its members are read: their content may mention it.
    this.known.set(nameKey(name), type);
    const alternatives = candidates.map((element) => [this.declare(element, nameOf(element.node))]);
    if (alternatives.length === 1) members.push(...alternatives.flat());
    else members.push({ kind: "choice", noneAllowed: false, alternatives });
    return type;
  }
}
