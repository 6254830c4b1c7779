import { CodecExpressions } from "./codec-expressions.ts";
import { ElementTexts } from "./element-texts.ts";
import type { FastFunction, FastTypes } from "./fast-types.ts";
import type { MessageElement } from "./model.ts";
import type { ModuleImports } from "./module-imports.ts";
import type { NamespaceNames } from "./namespace-names.ts";
import type { ObjectPlan, Plan, UnionPlan } from "./plan.ts";
import { propertiesOf } from "./shape.ts";
import { literal } from "./text.ts";
import { FastWriter } from "./write-fast.ts";
import { writeFastUnion } from "./write-fast-union.ts";
import { readingOf, ReadingWriter } from "./write-reading.ts";
import { writeScalars } from "./write-scalars.ts";
import { writingOf, WritingWriter } from "./write-writing.ts";
import { nameKey } from "./xml-tree.ts";

/** Writes how each type is read and written. */
export class CodecWriter {
  private readonly plan: Plan;
  private readonly imports: ModuleImports;
  private readonly expressions: CodecExpressions;
  private readonly fast: FastTypes;
  private readonly readings: ElementTexts;
  private readonly writings: ElementTexts;

  constructor(plan: Plan, fast: FastTypes, namespaces: NamespaceNames, imports: ModuleImports) {
    this.plan = plan;
    this.fast = fast;
    this.imports = imports;
    this.expressions = new CodecExpressions(plan, namespaces, imports);
    this.readings = new ElementTexts((element) => readingOf(this.expressions, element));
    this.writings = new ElementTexts((element) => writingOf(this.expressions, element, element.local));
  }

  /** @param messages what the service will mention the codecs of */
  write(messages: readonly MessageElement[]): string {
    const { plan } = this;
    for (const message of messages) this.codecOf(message);
    return [
      ...writeScalars(this.expressions).map(({ text }) => text),
      ...[...plan.unions.values()].map((union) => this.union(union)),
      ...[...plan.objects.values()].map((object) => this.object(object)),
      this.expressions.writeConstants(),
    ].join("\n");
  }

  codecOf(message: MessageElement): string {
    return this.expressions.messageCodec(message);
  }

  private union(plan: UnionPlan): string {
    const { type, typeName, codec, variants } = plan;
    const reads = variants.map((variant) => {
      const own = variant.type === type ? "from.untyped || " : "";
      const name = this.expressions.typeName(variant.type);
      return `if (${own}from.isType(${name})) return from.variant(${variant.codec});`;
    });
    const writes = variants.map((variant) => {
      const typed =
        variant.type === type && this.plan.encoding === undefined
          ? ""
          : `to.type(${this.expressions.typeName(variant.type)});`;
      return `case ${literal(variant.discriminator!)}: ${typed} return ${variant.codec}.write(to, value);`;
    });
    const fast = this.fast.ofUnion(type);
    return (
      `const ${codec}: ${this.imports.type("Codec")}<${typeName}> = {\n` +
      `read(from) {\n${reads.join("\n")}\nreturn from.unknownType();\n},\n` +
      `write(to, value) {\nto.typed(value);\nswitch (value.$type) {\n${writes.join("\n")}\ndefault: return to.unknownType();\n}\n},\n${propertyOf(fast)}};\n` +
      (fast === undefined ? "" : writeFastUnion(this.expressions, this.fast, plan))
    );
  }

  private object(plan: ObjectPlan): string {
    const { type, shape, typeName, codec, keys, discriminator } = plan;
    const isOpen = shape.attributeWildcards.length > 0;
    const properties = [
      ...(discriminator === undefined ? [] : ["$type"]),
      ...shape.attributes.map(({ property }) => property),
      ...(isOpen ? ["$attributes"] : []),
      ...(type.simpleContent === undefined ? [] : ["$value"]),
    ].concat(propertiesOf(shape.members).map(({ property }) => property));
    const attributes = isOpen ? this.plan.names.take(codec.replace(/Codec/, "Attributes")) : undefined;
    const reading = new ReadingWriter(this.expressions, plan, this.readings).write(shape, attributes);
    const writing = new WritingWriter(this.expressions, this.writings).write(type, shape, attributes);
    const fast = this.fast.ofObject(type);
    const known = shape.attributes.map(({ attribute }) => nameKey(attribute));
    return (
      setOf(keys, properties) +
      (attributes === undefined ? "" : setOf(attributes, known)) +
      `const ${codec}: ${this.imports.type("Codec")}<${typeName}> = {\n` +
      `read(from) {\n${reading}\n},\n` +
      `write(to, value) {\nto.object(value, ${keys});\n${writing}\n},\n${propertyOf(fast)}};\n` +
      (fast === undefined ? "" : new FastWriter(this.expressions, this.fast, plan).write(fast, shape))
    );
  }
}

const propertyOf = (fast: FastFunction | undefined): string => {
  if (fast === undefined) return "";
  return `${fast.begins === "content" ? "fastContent" : "fastElement"}: ${fast.name},\n`;
};

const setOf = (name: string, values: readonly string[]): string =>
  `const ${name}: ReadonlySet<string> = new Set([${values.map(literal).join(", ")}]);\n`;
