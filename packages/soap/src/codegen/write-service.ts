import type { FaultModel, MessageElement, OperationModel, ServiceModel } from "./model.ts";
import type { ModuleImports } from "./module-imports.ts";
import { camelCase, pascalCase, PropertyNames } from "./names.ts";
import type { NamespaceNames } from "./namespace-names.ts";
import type { Plan } from "./plan.ts";
import { comment, keyOf, literal, typeKeyOf } from "./text.ts";
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
      (service.addressing === undefined ? "" : `addressing: ${literal(service.addressing)},\n`) +
      (service.mtom ? "mtom: true,\n" : "") +
      `namespaces: [${this.namespaces.all.join(", ")}],\n` +
      `operations: {\n${entries.join("")}},\n} satisfies ${imports.type("SoapContract")};\n\n` +
      `export type ${client} = ${imports.type("SoapClient")}<typeof ${contract}>;\n`
    );
  }

  private operation(operation: OperationModel, constant: string): string {
    const { plan, imports } = this;
    const { name, action, addressingAction, input, output, origin } = operation;
    const { sentHeaders, receivedHeaders, faults, headerFaults } = operation;
    const names = new PropertyNames();
    const named = faults.map((fault) => ({ ...fault, name: names.take(fault.name) }));
    const inHeader = headerFaults.map((fault) => ({ ...fault, name: names.take(fault.name) }));
    const faultType =
      named.length + inHeader.length === 0 ? undefined : plan.names.take(`${pascalCase(name)}Fault`);
    const union = [...named, ...inHeader]
      .map((fault) => `{ name: ${literal(fault.name)}; value: ${this.typeOf(fault)} }`)
      .join(" | ");
    const declared =
      faultType === undefined ? "" : `${generatedFrom(origin)}export type ${faultType} = ${union};\n`;
    const sent = this.headers("sentHeaders", sentHeaders);
    const received = this.headers("receivedHeaders", receivedHeaders);
    const types = [
      input === undefined ? "Record<string, never>" : this.typeOf(input),
      output === undefined ? "void" : this.typeOf(output),
      faultType ?? "never",
      ...(sent.type === "never" && received.type === "never" ? [] : [sent.type, received.type]),
    ];
    const flags = [
      addressingAction === undefined ? "" : `addressingAction: ${literal(addressingAction)},\n`,
      operation.oneWay ? "oneWay: true,\n" : "",
      operation.encoded ? "encoded: true,\n" : "",
    ].join("");
    const headers =
      inHeader.length === 0
        ? ""
        : `headerFaults: [${inHeader.map((fault) => this.fault(fault)).join(", ")}],\n`;
    return (
      `${declared}const ${constant}: ${imports.type("SoapOperation")}<${types.join(", ")}> = {\n` +
      `name: ${literal(name)},\naction: ${literal(action)},\n${flags}` +
      `input: ${this.element(input)},\noutput: ${this.element(output)},\n` +
      `faults: [${named.map((fault) => this.fault(fault)).join(", ")}],\n${headers}${sent.source}${received.source}};\n`
    );
  }

  /** Any of them may be left out: no WSDL can say that a header is required. */
  private headers(property: string, headers: readonly MessageElement[]): { type: string; source: string } {
    if (headers.length === 0) return { type: "never", source: "" };
    const names = new PropertyNames();
    const named = headers.map((header) => ({ header, name: names.take(header.local) }));
    const types = named.map(({ header, name }) => `${typeKeyOf(name)}?: ${this.typeOf(header)}`);
    const elements = named.map(({ header, name }) => `${keyOf(name)}: ${this.element(header)}`);
    return { type: `{ ${types.join("; ")} }`, source: `${property}: { ${elements.join(", ")} },\n` };
  }

  private typeOf({ type, nillable }: MessageElement): string {
    const plain = this.plan.typeOf(type);
    return nillable ? `${plain} | null` : plain;
  }

  private element(message: MessageElement | undefined): string {
    if (message === undefined) return "undefined";
    const { uri, local } = message;
    return `{ namespace: ${this.namespaces.of(uri)}, local: ${literal(local)}, codec: ${this.codecs.codecOf(message)} }`;
  }

  private fault(fault: FaultModel): string {
    const { uri, local, name, typeName } = fault;
    const element = `namespace: ${this.namespaces.of(uri)}, local: ${literal(local)}`;
    const known =
      typeName === undefined
        ? ""
        : `type: { namespace: ${this.namespaces.of(typeName.uri)}, local: ${literal(typeName.local)} }, `;
    return `{ ${element}, ${known}read: (from) => ({ name: ${literal(name)}, value: ${this.codecs.codecOf(fault)}.read(from) }) }`;
  }
}

function docOf({ origin, faults, headerFaults }: OperationModel): string {
  const refusals = [...faults, ...headerFaults].map(({ name }) => `\`${comment(name)}\``).join(", ");
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
