import fc from "fast-check";
import { ScalarInterpreter } from "../src/codegen/interpret-scalars.ts";
import type {
  ComplexType,
  ElementMember,
  SimpleType,
  ValueConstraint,
  Wildcard,
} from "../src/codegen/model.ts";
import type { Plan } from "../src/codegen/plan.ts";
import { memberOf, type MemberProperty, type ShapeMember, shapeOf } from "../src/codegen/shape.ts";

const NESTED_MAX = 4;
const REPEATED_MAX = 3;

/** Some values of each kind of built-in type; what a type does not take is left out. */
const CANDIDATES: readonly unknown[] = [
  ...["", " ", "a", "AB", "EUR", "a b", "ä\n<&>\r\"']]>", "x".repeat(40), "http://a.example/?b=c", "en-GB"],
  ...["0", "-1", "1.50", "12345678901234567890.10", "9223372036854775807", "100001"],
  ...["2026-11-22", "2026-11-22T10:00:00.000+01:00", "2026-11-22T10:00:00", "10:00:00Z", "P1DT2H"],
  ...["2026", "2026-11", "--11", "--11-22", "---22"],
  ...[0, 1, -7, 99, 2.5, -0, Infinity, NaN, true, false],
  ["a"],
  ["a", "b:c"],
  new Uint8Array(),
  new Uint8Array([0, 255, 10]),
  { uri: "", local: "name" },
  { uri: "urn:a", local: "name" },
];

type Entries = readonly (readonly [string, unknown])[];

/** Values that a contract's types take; nearly all of them: what depends on something else may not fit. */
export class ValuesOf {
  private readonly plan: Plan;
  private readonly scalars = new ScalarInterpreter();

  constructor(plan: Plan) {
    this.plan = plan;
  }

  type(type: SimpleType | ComplexType, depth = 0): fc.Arbitrary<unknown> {
    if (type.kind !== "complex") return this.scalar(type);
    const union = this.plan.unions.get(type);
    if (union === undefined) return this.object(type, this.plan.objects.get(type)?.discriminator, depth);
    return fc.oneof(
      ...union.variants.map((variant) => this.object(variant.type, variant.discriminator, depth)),
    );
  }

  private scalar(type: SimpleType): fc.Arbitrary<unknown> {
    if (type.kind === "list") return fc.array(this.scalar(type.item), { maxLength: REPEATED_MAX });
    if (type.kind === "union") return fc.oneof(...type.members.map((member) => this.scalar(member)));
    const { print } = this.scalars.of(type);
    const accepts = (value: unknown) => print(value) !== undefined;
    if (type.kind === "built-in") return fc.constantFrom(...CANDIDATES.filter(accepts));
    if (type.values !== undefined) {
      const values = type.values.flatMap(({ value }): readonly unknown[] => [value, Number(value)]);
      return fc.constantFrom(...values.filter(accepts));
    }
    const fitting = CANDIDATES.filter(accepts);
    const patterns = type.facets.find(({ name }) => name === "patterns")?.source ?? "[]";
    const matching = (JSON.parse(patterns) as readonly string[]).map((source) =>
      fc.stringMatching(new RegExp(`^(?:${source})$`)),
    );
    if (fitting.length + matching.length === 0) return this.scalar(type.base);
    return fc.oneof(...(fitting.length === 0 ? [] : [fc.constantFrom(...fitting)]), ...matching);
  }

  private object(type: ComplexType, discriminator: string | undefined, depth: number): fc.Arbitrary<unknown> {
    const { attributes, attributeWildcards, members } = shapeOf(type);
    const parts = attributes.map(({ property, attribute }) =>
      maybe(property, this.constrained(attribute.type, attribute.constraint), attribute.required),
    );
    if (discriminator !== undefined) parts.push(fc.constant([["$type", discriminator]]));
    if (attributeWildcards.length > 0) {
      parts.push(maybe("$attributes", fc.constant([{ uri: "urn:other", local: "o", value: 'a"<' }]), false));
    }
    if (type.simpleContent !== undefined) parts.push(maybe("$value", this.scalar(type.simpleContent), true));
    parts.push(this.members(members, depth));
    // Not `fc.record`: its objects have no prototype, and a key may be `__proto__`.
    return fc.tuple(...parts).map((entries): unknown => Object.fromEntries(entries.flat()));
  }

  private members(members: readonly ShapeMember[], depth: number): fc.Arbitrary<Entries> {
    return fc.tuple(...members.map((member) => this.member(member, depth))).map((entries) => entries.flat());
  }

  private member(member: ShapeMember, depth: number): fc.Arbitrary<Entries> {
    if (member.kind === "all") return this.members(member.members, depth);
    if (member.kind !== "choice") return this.one(member, depth);
    const alternatives = member.alternatives.map((alternative) => this.members(alternative, depth));
    if (!member.noneAllowed) return fc.oneof(...alternatives);
    // An alternative of which nothing is written is none: on the wire nobody can tell.
    const written = alternatives.map((one) =>
      one.map((entries) => (entries.every(isNothing) ? [] : entries)),
    );
    return fc.oneof(...written, fc.constant([]));
  }

  private one(member: MemberProperty, depth: number): fc.Arbitrary<Entries> {
    const { property } = member;
    const { countMin, countMax } = memberOf(member);
    if (depth > NESTED_MAX && countMin === 0) return fc.constant(countMax > 1 ? [[property, []]] : []);
    const value =
      member.kind === "raw"
        ? fc.constant(rawElement(member.raw.accepts))
        : member.kind === "element"
          ? this.element(member.element, depth + 1)
          : this.later(member.group.type, depth + 1);
    if (countMax === 1) return maybe(property, value, countMin === 1);
    const maxLength = Math.min(countMax, countMin + REPEATED_MAX);
    return maybe(property, fc.array(value, { minLength: countMin, maxLength }), true);
  }

  private constrained(type: SimpleType, constraint: ValueConstraint | undefined): fc.Arbitrary<unknown> {
    if (constraint?.kind !== "fixed") return this.scalar(type);
    const { text, name } = constraint;
    const { print } = this.scalars.of(type);
    const readings = [name, text, Number(text), text === "true" || text === "1"];
    return fc.constantFrom(...readings.filter((value) => print(value) !== undefined));
  }

  private element({ type, nillable, constraint }: ElementMember, depth: number): fc.Arbitrary<unknown> {
    const value = type.kind === "complex" ? this.later(type, depth) : this.constrained(type, constraint);
    return nillable ? fc.oneof(fc.constant(null), value) : value;
  }

  /** Not before it is needed: types may contain themselves. */
  private later(type: SimpleType | ComplexType, depth: number): fc.Arbitrary<unknown> {
    return fc.constant(null).chain(() => this.type(type, depth));
  }
}

const isNothing = ([, value]: Entries[number]): boolean => Array.isArray(value) && value.length === 0;

function rawElement(accepts: Wildcard): string {
  if (accepts.kind === "named")
    return `<n:${accepts.local} xmlns:n="${accepts.uri}">a<b/></n:${accepts.local}>`;
  const uri = accepts.kind === "listed" ? (accepts.uris[0] ?? "") : "urn:open";
  return uri === "" ? "<open>a<b/></open>" : `<n:open xmlns:n="${uri}" n:a="1">a<b/></n:open>`;
}

const maybe = (property: string, value: fc.Arbitrary<unknown>, always: boolean): fc.Arbitrary<Entries> =>
  (always ? value : fc.option(value, { nil: undefined })).map((one) =>
    one === undefined ? [] : [[property, one]],
  );
