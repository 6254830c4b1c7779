import type { ComplexType, ElementMember, SimpleType } from "./model.ts";
import type { ModuleImports } from "./module-imports.ts";
import { camelCase, Names } from "./names.ts";
import type { NamespaceNames } from "./namespace-names.ts";
import type { ObjectPlan, Plan, ScalarPlan, UnionPlan } from "./plan.ts";
import { type ChoiceProperties, type ElementProperty, propertiesOf, type Shape, shapeOf } from "./shape.ts";
import { accessOf, isInherited, keyOf, literal, propertyOf } from "./text.ts";

/** Writes how each type is read and written. */
export class CodecWriter {
  private readonly plan: Plan;
  private readonly namespaces: NamespaceNames;
  private readonly imports: ModuleImports;
  private readonly nillables = new Map<string, string>();

  constructor(plan: Plan, namespaces: NamespaceNames, imports: ModuleImports) {
    this.plan = plan;
    this.namespaces = namespaces;
    this.imports = imports;
  }

  write(): string {
    const { plan } = this;
    const codecs = [
      ...[...plan.scalars.values()].map((scalar) => this.scalar(scalar)),
      ...[...plan.unions.values()].map((union) => this.union(union)),
      ...[...plan.objects.values()].map((object) => this.object(object)),
    ];
    // Behind what they wrap; codecs mention them from inside functions only.
    const nillables = [...this.nillables].map(
      ([codec, name]) => `const ${name} = ${this.imports.value("nillable")}(${codec});`,
    );
    return [...codecs, ...nillables].join("\n");
  }

  codecOf(type: SimpleType | ComplexType): string {
    const codec = this.plan.codecOf(type);
    return type.kind === "built-in" ? this.imports.value(codec) : codec;
  }

  private scalar({ type, codec, values }: ScalarPlan): string {
    // A type without name gets one that no xsi:type can say.
    const local = type.name?.local ?? `${type.label} value`;
    const name = `${this.namespaces.of(type.name?.uri ?? "")}, ${literal(local)}`;
    const facets = type.facets.map(({ name: facet, source }) => `${facet}: ${source}`).join(", ");
    const base = this.codecOf(type.base);
    const restricted = () => `${this.imports.value("restricted")}(${name}, ${base}, { ${facets} })`;
    if (values === undefined) return `const ${codec} = ${restricted()};\n`;
    const listed = facets === "" ? base : restricted();
    return `const ${codec} = ${this.imports.value("enumeration")}(${name}, ${listed}, ${values.constant});\n`;
  }

  private union({ type, typeName, codec, variants }: UnionPlan): string {
    const reads = variants.map((variant) => {
      const own = variant.type === type ? "from.untyped || " : "";
      return `if (${own}from.isType(${this.typeName(variant.type)})) return ${variant.codec}.read(from);`;
    });
    const writes = variants.map((variant) => {
      const typed = variant.type === type ? "" : `to.type(${this.typeName(variant.type)});`;
      return `case ${literal(variant.discriminator!)}: ${typed} return ${variant.codec}.write(to, value);`;
    });
    return (
      `const ${codec}: ${this.imports.type("Codec")}<${typeName}> = {\n` +
      `read(from) {\n${reads.join("\n")}\nreturn from.unknownType();\n},\n` +
      `write(to, value) {\nto.typed(value);\nswitch (value.$type) {\n${writes.join("\n")}\ndefault: return to.unknownType();\n}\n},\n};\n`
    );
  }

  private object(plan: ObjectPlan): string {
    const { type, typeName, codec, keys, discriminator } = plan;
    const shape = shapeOf(type);
    const properties = [
      ...(discriminator === undefined ? [] : ["$type"]),
      ...shape.attributes.map(({ property }) => property),
      ...(type.simpleContent === undefined ? [] : ["$value"]),
      ...propertiesOf(shape).map(({ property }) => property),
    ];
    return (
      `const ${keys}: ReadonlySet<string> = new Set([${properties.map(literal).join(", ")}]);\n` +
      `const ${codec}: ${this.imports.type("Codec")}<${typeName}> = {\n` +
      `read(from) {\n${this.reading(plan, shape)}\n},\n` +
      `write(to, value) {\nto.object(value, ${keys});\n${this.writing(type, shape)}\n},\n};\n`
    );
  }

  /** Reads in the order of the wire into one local per property, then builds the object. */
  private reading({ type, typeName, discriminator }: ObjectPlan, shape: Shape): string {
    const locals = new Names(this.plan.names);
    const statements: string[] = [];
    const required: string[] = discriminator === undefined ? [] : [`$type: ${literal(discriminator)}`];
    const optional: string[] = [];
    const keep = (property: string, isOptional: boolean, expression: string) => {
      const local = locals.take(camelCase(property));
      statements.push(`const ${local} = ${expression};`);
      if (!isOptional) required.push(property === local ? local : `${keyOf(property)}: ${local}`);
      else if (isInherited(property)) {
        // Assigning would run the prototype's setter, or TypeScript would take the inherited one for it.
        required.push(`...${this.imports.value("present")}(${literal(property)}, ${local})`);
      } else optional.push(`if (${local} !== undefined) ${accessOf("value", property)} = ${local};`);
    };

    for (const { property, attribute } of shape.attributes) {
      const method = attribute.required ? "attribute" : "optionalAttribute";
      const name = `${this.namespaces.of(attribute.uri)}, ${literal(attribute.local)}`;
      keep(property, !attribute.required, `from.${method}(${name}, ${this.codecOf(attribute.type)})`);
    }
    if (type.simpleContent !== undefined) {
      keep(
        "$value",
        false,
        `from.simpleContent(${this.codecOf(type.simpleContent)}, ${this.typeName(type)})`,
      );
    } else {
      statements.push(`from.open(${this.typeName(type)});`);
      for (const member of shape.members) {
        if (member.kind === "element")
          keep(member.property, isOptional(member.element), this.readElement(member.element));
        else {
          const local = locals.take("choice");
          statements.push(`const ${local} = ${this.readChoice(member)};`);
          required.push(`...${local}`);
        }
      }
      statements.push("from.close();");
    }
    statements.push(`const value: ${typeName} = { ${required.join(", ")} };`, ...optional, "return value;");
    return statements.join("\n");
  }

  private readElement(element: ElementMember): string {
    const { countMin, countMax } = element;
    const name = `${this.elementName(element)}, ${this.elementCodec(element)}`;
    if (countMax > 1) return `from.many(${name}, ${countMin}, ${countMax})`;
    return `from.${countMin === 0 ? "optional" : "one"}(${name})`;
  }

  private readChoice({ alternatives, noneAllowed }: ChoiceProperties): string {
    const branches = alternatives.map((alternative) => {
      const seen = firstOf(alternative).map(({ element }) => `from.sees(${this.elementName(element)})`);
      const properties = alternative.map(({ property, element }) =>
        isOptional(element)
          ? `...${this.imports.value("present")}(${literal(property)}, ${this.readElement(element)})`
          : `${keyOf(property)}: ${this.readElement(element)}`,
      );
      return `${seen.join(" || ")} ? { ${properties.join(", ")} } : `;
    });
    const names = alternatives.map(([first]) => literal(first!.element.local));
    return `${branches.join("")}${noneAllowed ? "{}" : `from.missing(${names.join(", ")})`}`;
  }

  private writing(type: ComplexType, shape: Shape): string {
    const statements = shape.attributes.map(({ property, attribute }) => {
      const method = attribute.required ? "attribute" : "optionalAttribute";
      const name = `${this.namespaces.of(attribute.uri)}, ${literal(attribute.local)}`;
      return `to.${method}(${name}, ${this.property(property)}, ${this.codecOf(attribute.type)});`;
    });
    if (type.simpleContent !== undefined) {
      statements.push(`to.text(${this.codecOf(type.simpleContent)}, value.$value);`);
    }
    for (const member of shape.members) {
      if (member.kind === "element") statements.push(this.writeElement(member));
      else statements.push(...this.writeChoice(member));
    }
    return statements.join("\n");
  }

  private writeElement({ property, element }: ElementProperty): string {
    const { countMin, countMax } = element;
    const parameters = `${this.elementName(element)}, ${this.property(property)}, ${this.elementCodec(element)}`;
    if (countMax > 1) return `to.many(${parameters}, ${countMin}, ${countMax});`;
    return `to.${countMin === 0 ? "optional" : "one"}(${parameters});`;
  }

  private writeChoice({ alternatives, noneAllowed }: ChoiceProperties): readonly string[] {
    const given = alternatives.map((alternative) =>
      alternative.map(({ property }) => `${this.property(property)} !== undefined`).join(" || "),
    );
    const names = alternatives.map(([first]) => first!.property).join("|");
    return [
      `to.choice(${literal(names)}, [${given.join(", ")}], ${noneAllowed});`,
      ...alternatives.map((alternative, index) => {
        return `if (${given[index]}) {\n${alternative.map((one) => this.writeElement(one)).join("\n")}\n}`;
      }),
    ];
  }

  private property(property: string): string {
    const access = propertyOf("value", property);
    if (access.startsWith("own(")) this.imports.value("own");
    return access;
  }

  private elementName({ uri, local }: ElementMember): string {
    return `${this.namespaces.of(uri)}, ${literal(local)}`;
  }

  private typeName({ name }: ComplexType): string {
    return `${this.namespaces.of(name?.uri ?? "")}, ${literal(name?.local ?? "")}`;
  }

  private elementCodec({ type, nillable }: ElementMember): string {
    const codec = this.codecOf(type);
    if (!nillable) return codec;
    let name = this.nillables.get(codec);
    if (name === undefined) {
      name = this.plan.names.take(`${camelCase(codec.replace(/^xs|Codec$/g, ""))}OrNilCodec`);
      this.nillables.set(codec, name);
    }
    return name;
  }
}

const isOptional = ({ countMin, countMax }: ElementMember): boolean => countMin === 0 && countMax === 1;

/** The elements an alternative may begin with. */
function firstOf(alternative: readonly ElementProperty[]): readonly ElementProperty[] {
  const required = alternative.findIndex(({ element }) => element.countMin > 0);
  return required < 0 ? alternative : alternative.slice(0, required + 1);
}
