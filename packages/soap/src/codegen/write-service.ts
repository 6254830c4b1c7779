import type { MessageElement, OperationModel, ServiceModel } from "./model.ts";
import type { ModuleImports } from "./module-imports.ts";
import { camelCase, pascalCase, PropertyNames } from "./names.ts";
import type { NamespaceNames } from "./namespace-names.ts";
import type { Plan } from "./plan.ts";
import { comment, keyOf, literal } from "./text.ts";
import type { CodecWriter } from "./write-codecs.ts";
import { generatedFrom } from "./write-types.ts";

/** Writes the operations and the contract that holds them. */
export class ServiceWriter {
  private readonly name: string;
  private readonly service: ServiceModel;
  private readonly plan: Plan;
  private readonly codecs: CodecWriter;
  private readonly namespaces: NamespaceNames;
  private readonly imports: ModuleImports;

  constructor(
    name: string,
    service: ServiceModel,
    parts: { plan: Plan; codecs: CodecWriter; namespaces: NamespaceNames; imports: ModuleImports },
  ) {
    this.name = name;
    this.service = service;
    this.plan = parts.plan;
    this.codecs = parts.codecs;
    this.namespaces = parts.namespaces;
    this.imports = parts.imports;
  }

  write(): string {
    const { service, imports } = this;
    const operations = service.operations.map((operation) => ({
      operation,
      constant: this.plan.names.take(`${camelCase(operation.name)}Operation`),
    }));
    const definitions = operations.map(({ operation, constant }) => this.operation(operation, constant));
    const entries = operations.map(
      ({ operation, constant }) => `${docOf(operation)}${keyOf(methodName(operation.name))}: ${constant},\n`,
    );
    const contract = this.plan.names.take(`${camelCase(this.name)}Contract`);
    const client = this.plan.names.take(`${pascalCase(this.name)}Client`);
    return (
      `${definitions.join("\n")}\n${generatedFrom(service.origin)}` +
      `export const ${contract} = {\nversion: ${literal(service.version)},\n` +
      `namespaces: [${this.namespaces.all.join(", ")}],\n` +
      `operations: {\n${entries.join("")}},\n} satisfies ${imports.type("SoapContract")};\n\n` +
      `export type ${client} = ${imports.type("SoapClient")}<typeof ${contract}>;\n`
    );
  }

  private operation(
    { name, action, input, output, faults, origin }: OperationModel,
    constant: string,
  ): string {
    const { plan, imports } = this;
    const names = new PropertyNames();
    const named = faults.map((fault) => ({ ...fault, name: names.take(fault.local) }));
    const faultType = faults.length === 0 ? undefined : plan.names.take(`${pascalCase(name)}Fault`);
    const union = named
      .map((fault) => `{ name: ${literal(fault.name)}; value: ${plan.typeOf(fault.type)} }`)
      .join(" | ");
    const declared =
      faultType === undefined ? "" : `${generatedFrom(origin)}export type ${faultType} = ${union};\n`;
    const types = `${plan.typeOf(input.type)}, ${plan.typeOf(output.type)}, ${faultType ?? "never"}`;
    return (
      `${declared}const ${constant}: ${imports.type("SoapOperation")}<${types}> = {\n` +
      `name: ${literal(name)},\naction: ${literal(action)},\n` +
      `input: { ${this.element(input)} },\noutput: { ${this.element(output)} },\n` +
      `faults: [${named.map((fault) => this.fault(fault)).join(", ")}],\n};\n`
    );
  }

  private element({ uri, local, type }: MessageElement): string {
    return `namespace: ${this.namespaces.of(uri)}, local: ${literal(local)}, codec: ${this.codecs.codecOf(type)}`;
  }

  private fault({ uri, local, type, name }: MessageElement & { readonly name: string }): string {
    const element = `namespace: ${this.namespaces.of(uri)}, local: ${literal(local)}`;
    return `{ ${element}, read: (from) => ({ name: ${literal(name)}, value: ${this.codecs.codecOf(type)}.read(from) }) }`;
  }
}

function docOf({ origin, faults }: OperationModel): string {
  const refusals = faults.map(({ local }) => `\`${comment(local)}\``).join(", ");
  const lines = [comment(origin.doc), refusals === "" ? "" : `@throws {SoapFault} ${refusals}`].filter(
    (line) => line !== "",
  );
  if (lines.length === 0) return "";
  return lines.length === 1
    ? `/** ${lines[0]} */\n`
    : `/**\n${lines.map((line) => ` * ${line}\n`).join("")} */\n`;
}

// A client with a method `then` would be taken for a promise by whoever awaits it.
const methodName = (operation: string): string => (operation === "then" ? "then_" : operation);
