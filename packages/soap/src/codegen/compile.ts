import { builtInTypes } from "./built-in-types.ts";
import { CodecExpressions } from "./codec-expressions.ts";
import { ContractFolder } from "./contract-folder.ts";
import { Definitions } from "./definitions.ts";
import { FastTypes } from "./fast-types.ts";
import { messagesOf, type ServiceModel } from "./model.ts";
import { ModuleImports } from "./module-imports.ts";
import { NamespaceNames } from "./namespace-names.ts";
import { Names } from "./names.ts";
import { Plan } from "./plan.ts";
import type { PortChoice } from "./ports.ts";
import type { Representations } from "./representation-choices.ts";
import { comment } from "./text.ts";
import { CodecWriter } from "./write-codecs.ts";
import { writeScalars } from "./write-scalars.ts";
import { SchemaWriter } from "./write-schemas.ts";
import { ServiceWriter } from "./write-service.ts";
import { writeTypes } from "./write-types.ts";
import { readService } from "./wsdl.ts";

export interface CompileRequest extends PortChoice {
  /** What the contract is called: `crm` makes `crmContract`. */
  readonly name: string;
  /** Where its files are. Nothing outside is read. */
  readonly folder: string;
  /** The WSDL, relative to `folder`. */
  readonly wsdl: string;
  /** What makes the same modules again, for their first line. Default: the command for an adapter's contract. */
  readonly command?: string;
  /** Only these operations and what they reach. Default: all. */
  readonly operations?: readonly string[];
  /** Types whose values are not to be held as they usually are. */
  readonly representations?: Representations;
}

// What a generated module may import; no identifier of its own is called like one of these.
const RUNTIME = [
  "Codec",
  "FastDecoder",
  "OtherAttribute",
  "QName",
  "RawXml",
  "SURPRISE",
  "choosesOne",
  "ownProperties",
  "ownSchemaOf",
  "schemaOf",
  "takes",
  "z",
  "SoapClient",
  "SoapContract",
  "SoapOperation",
  "anyName",
  "asBigint",
  "asNumber",
  "decimalEnumeration",
  "eitherOf",
  "encodedHeader",
  "elementTag",
  "enumeration",
  "fixed",
  "fixedName",
  "fixedDecimal",
  "inNamespaces",
  "inOtherThan",
  "listOf",
  "manyGroups",
  "manyRaw",
  "named",
  "namespace",
  "nillable",
  "noNamespace",
  "own",
  "present",
  "represented",
  "oneGroup",
  "oneRaw",
  "optionalGroup",
  "optionalRaw",
  "restricted",
  "seesRaw",
  "soapArray",
  "typed",
  "unionOf",
  "withDefault",
  "withDefaultName",
  "withText",
  "writeManyGroups",
  "writeManyRaw",
  "writeOneGroup",
  "writeOneRaw",
  "writeOptionalGroup",
  "writeOptionalRaw",
  "xmlNamespace",
  ...[...builtInTypes.values()].map(({ scalar }) => scalar),
];

/**
 * TypeScript for one service: types, codecs and the contract value. The same files make the same text, not formatted.
 * @throws {NotCompilable} with file and line, when the contract needs what we do not compile
 */
export function compileContract(request: CompileRequest): string {
  const definitions = definitionsOf(request);
  const { body, service } = compileService(request, definitions);
  const notes = service.unread.map(({ local, file, line }) => `${local} at ${file}:${line}`);
  const said = notes.length === 0 ? "" : `// Not compiled: ${comment(notes.join(", "))}.\n`;
  return headerOf(request, definitions) + said + body;
}

/** What the WSDL of a request and the files it imports define. */
const definitionsOf = ({ folder, wsdl }: CompileRequest): Definitions =>
  new Definitions(new ContractFolder(folder), wsdl);

/** What `compileContract` does on the way: its text without the comments in front, and all that it was made of. */
export interface CompiledService {
  readonly body: string;
  readonly service: ServiceModel;
  readonly plan: Plan;
  readonly namespaces: NamespaceNames;
}

/** As `compileContract`; `definitions` are those of its WSDL, where that has been read already. */
export function compileService(
  request: CompileRequest,
  definitions: Definitions = definitionsOf(request),
): CompiledService {
  const { name, operations, representations, ...choice } = request;
  const service = readService(definitions, operations, choice);
  const names = new Names();
  for (const imported of RUNTIME) names.take(imported);
  const imports = new ModuleImports();
  const plan = new Plan(service, names, representations);
  const namespaces = new NamespaceNames(names, imports, service.prefixes);
  const codecs = new CodecWriter(plan, new FastTypes(plan, service, names), namespaces, imports);
  // In this order: the service mentions codecs and namespaces, codecs mention namespaces, and all mention imports.
  const types = writeTypes(plan, imports);
  const codecText = codecs.write(service.operations.flatMap(messagesOf));
  const serviceText = new ServiceWriter(name, service, { plan, codecs, namespaces, imports }).write();
  const namespaceText = namespaces.write();
  if (plan.namesNames) imports.type("QName");

  const body =
    `${imports.write()}${plan.ownExports.write()}\n` +
    `${types}\n${namespaceText}\n${codecText}\n\n${serviceText}`;
  return { body, service, plan, namespaces };
}

/**
 * Zod schemas of the types that `compileContract` writes for the same request, for a module beside that one, so that
 * nobody pays for them who does not import them. Each takes what the codec would send, and nothing else.
 * @throws {NotCompilable} as `compileContract`
 */
export function compileSchemas(request: CompileRequest): string {
  const { name, operations, representations, ...choice } = request;
  const definitions = definitionsOf(request);
  const service = readService(definitions, operations, choice);
  const names = new Names();
  for (const imported of RUNTIME) names.take(imported);
  const imports = new ModuleImports();
  const plan = new Plan(service, names, representations);
  const namespaces = new NamespaceNames(names, imports, service.prefixes);
  const expressions = new CodecExpressions(plan, namespaces, imports);
  const schemas = new SchemaWriter(plan, expressions);
  const candidates = writeScalars(expressions);
  const schemaText = schemas.write();
  const constants = expressions.writeConstants();
  // Enumerations need their constants only, so what nobody mentions is left out; each scalar is made of earlier ones.
  const used = identifiersOf(schemas.helpers + schemaText + constants);
  const scalars = candidates.toReversed().filter(({ codec, text }) => {
    if (!used.has(codec)) return false;
    for (const identifier of identifiersOf(text)) used.add(identifier);
    return true;
  });
  const namespaceText = namespaces.write(used);
  for (const identifier of identifiersOf(namespaceText)) used.add(identifier);
  const beside = [...schemas.types.map((type) => `type ${type}`), ...schemas.constants(used)];
  return (
    `${headerOf(request, definitions)}${imports.write(used)}import { z } from "zod";\n${plan.ownExports.write(used)}` +
    `import { ${beside.join(", ")} } from "./${name}.gen.ts";\n\n${schemas.helpers}\n` +
    `${namespaceText}\n${scalars
      .map(({ text }) => text)
      .toReversed()
      .join("\n")}\n${constants}\n\n${schemaText}`
  );
}

/** The identifiers of generated code; what its strings and comments say is none. */
function identifiersOf(source: string): Set<string> {
  const tokens = source.match(/"(?:[^"\\]|\\.)*"|\/\*.*?\*\/|[\p{ID_Continue}$]+/gu) ?? [];
  return new Set(tokens.filter((token) => !/^["/]/.test(token)));
}

function headerOf({ name, wsdl, command }: CompileRequest, { folder }: Definitions): string {
  const [by, from] =
    command === undefined ? [`portico generate ${name}`, `contract/${wsdl}`] : [command, wsdl];
  return (
    `// Generated by \`${comment(by)}\` from ${comment(from)}. Edit the contract, not this.\n` +
    folder.checksums
      .map(({ file, sha256 }) => `//   ${comment(file)} sha256 ${sha256.slice(0, 16)}…\n`)
      .join("")
  );
}
