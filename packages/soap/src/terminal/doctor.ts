import { statSync } from "node:fs";
import { join } from "node:path";
import { type Clock, systemClock } from "@portico/core";
import { compileService, type CompiledService } from "../codegen/compile.ts";
import { ContractFolder } from "../codegen/contract-folder.ts";
import { Definitions } from "../codegen/definitions.ts";
import type { ServiceModel } from "../codegen/model.ts";
import { NotCompilable, type SourcePlace } from "../codegen/not-compilable.ts";
import type { XmlNode } from "../codegen/xml-tree.ts";
import { type ContractSource, ContractUnreadable } from "./contract-source.ts";
import { type ContractDocuments, type Finding, readDocuments } from "./documents.ts";
import { type OperationFound, type PortFound, portsOf } from "./inventory.ts";
import { uncheckedConstraints } from "./losses.ts";
import { describePolicies, unmetPolicies } from "./policies.ts";

/** `lossy`: works, but not all the contract says about its messages is kept, checked or done. */
export type OperationStatus = "supported" | "lossy" | "refused";

export interface OperationDiagnosis {
  readonly service: string;
  readonly port: string;
  readonly name: string;
  readonly place: SourcePlace;
  readonly status: OperationStatus;
  /** Why it is not simply supported. */
  readonly reasons: readonly Finding[];
}

export interface PortDiagnosis extends Omit<PortFound, "subjects" | "operations"> {
  /** The WS-Addressing it asks for. */
  readonly addressing: ServiceModel["addressing"];
}

export interface Diagnosis {
  readonly wsdl: string;
  readonly files: readonly { readonly file: string; readonly bytes: number }[];
  /** Imports that led nowhere. */
  readonly missing: readonly Finding[];
  readonly ports: readonly PortDiagnosis[];
  /** What each policy asks for. */
  readonly policies: readonly Finding[];
  /** Of every SOAP port. */
  readonly operations: readonly OperationDiagnosis[];
}

/**
 * What a contract offers, and how much of it we can do. One bad operation hides no other.
 * @throws {ContractUnreadable} when it is no WSDL at all
 */
export function diagnose(source: ContractSource, clock: Clock = systemClock): Diagnosis {
  try {
    return examine(source, clock);
  } catch (error) {
    if (error instanceof NotCompilable) throw new ContractUnreadable(error.message, { cause: error });
    // A file that went away or may not be read; whatever it is, there is a sentence for it.
    const what = error instanceof Error ? error.message : String(error);
    throw new ContractUnreadable(`${source.wsdl} cannot be examined: ${what}`, { cause: error });
  }
}

function examine({ folder, wsdl }: ContractSource, clock: Clock): Diagnosis {
  const files = new ContractFolder(folder);
  const documents = readDocuments(files, wsdl);
  const ports = portsOf(documents);
  const examination = new Examination(files, { folder, wsdl }, documents, clock);
  const examined = ports.map((port) => examination.port(port));
  return {
    wsdl: decodeURIComponent(wsdl),
    files: files.checksums.map(({ file }) => ({ file, bytes: statSync(join(folder, file)).size })),
    missing: documents.missing,
    ports: examined.map(({ port }) => port),
    policies: describePolicies(documents),
    operations: examined.flatMap(({ operations }) => operations),
  };
}

// Each refused operation costs another look at the contract: thousands of them in one file are somebody's joke.
const EXAMINATION_MS_MAX = 60_000;

class Examination {
  private readonly source: ContractSource;
  private readonly definitions: Definitions | { readonly refusal: Finding };
  private readonly unmet: (subjects: readonly XmlNode[]) => readonly Finding[];
  private readonly unchecked: ReturnType<typeof uncheckedConstraints>;
  private readonly clock: Clock;
  private readonly untilMs: number;

  constructor(files: ContractFolder, source: ContractSource, documents: ContractDocuments, clock: Clock) {
    this.source = source;
    this.definitions = attempt({ file: source.wsdl, line: 1 }, () => new Definitions(files, source.wsdl));
    this.unmet = unmetPolicies(documents);
    this.unchecked = uncheckedConstraints(documents);
    this.clock = clock;
    this.untilMs = clock.now() + EXAMINATION_MS_MAX;
  }

  port(found: PortFound): { port: PortDiagnosis; operations: readonly OperationDiagnosis[] } {
    const { subjects: _subjects, operations, ...port } = found;
    if (!port.isSoap) return { port: { ...port, addressing: undefined }, operations: [] };
    if (this.clock.now() > this.untilMs) {
      return { port: { ...port, addressing: undefined }, operations: notLookedAt(found, operations) };
    }
    // What is wrong before any operation is looked at is wrong with all of them.
    const nothing = this.compile(found, [], port.place);
    if ("service" in nothing) {
      const { addressing } = nothing.service;
      return { port: { ...port, addressing }, operations: this.operations(found, operations) };
    }
    return {
      port: { ...port, addressing: undefined },
      operations: operations.map((one) => diagnosis(found, one, "refused", [nothing.refusal])),
    };
  }

  /** All at once, and where that fails each half: most contracts are fine, or have one bad corner. */
  private operations(port: PortFound, operations: readonly OperationFound[]): readonly OperationDiagnosis[] {
    const [first] = operations;
    if (first === undefined) return [];
    if (this.clock.now() > this.untilMs) return notLookedAt(port, operations);
    const compiled = this.compile(port, [...new Set(operations.map(({ name }) => name))], first.place);
    if ("service" in compiled) return this.supported(port, operations, compiled);
    if (operations.length === 1) return [diagnosis(port, first, "refused", [compiled.refusal])];
    const half = operations.length >> 1;
    return [
      ...this.operations(port, operations.slice(0, half)),
      ...this.operations(port, operations.slice(half)),
    ];
  }

  private supported(
    port: PortFound,
    operations: readonly OperationFound[],
    { service }: CompiledService,
  ): readonly OperationDiagnosis[] {
    const found = Map.groupBy(port.operations, ({ name }) => name);
    const compiled = Map.groupBy(service.operations, ({ wsdlName }) => wsdlName);
    const unmetByPort = this.unmet(port.subjects);
    const isNew = ({ place, text }: Finding) =>
      !unmetByPort.some(
        (one) => one.text === text && one.place.line === place.line && one.place.file === place.file,
      );
    return operations.map((operation) => {
      const own = compiled.get(operation.name)?.[found.get(operation.name)!.indexOf(operation)];
      const reasons = [
        ...unmetByPort,
        ...this.unmet(operation.subjects).filter(isNew),
        ...(own === undefined ? [] : this.unchecked(service, own)),
      ];
      // An overloaded operation goes by another name.
      const named = { ...operation, name: own?.name ?? operation.name };
      return diagnosis(port, named, reasons.length === 0 ? "supported" : "lossy", reasons);
    });
  }

  private compile(
    port: PortFound,
    operations: readonly string[],
    place: SourcePlace,
  ): CompiledService | { readonly refusal: Finding } {
    const { definitions, source } = this;
    if ("refusal" in definitions) return definitions;
    const chosen = { service: port.service, port: port.name };
    const request = { name: "contract", ...source, operations, ...chosen };
    return attempt(place, () => compileService(request, definitions));
  }
}

/** What the compiler makes of it, or why it makes nothing. */
function attempt<T>(place: SourcePlace, work: () => T): T | { readonly refusal: Finding } {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotCompilable) return { refusal: { place: error.place, text: error.reason } };
    // A bug of ours, met by a file nobody has tried: the other operations are still worth knowing about.
    const text = `the compiler failed: ${error instanceof Error ? error.message : String(error)}`;
    return { refusal: { place, text } };
  }
}

const notLookedAt = (port: PortFound, operations: readonly OperationFound[]): readonly OperationDiagnosis[] =>
  operations.map((one) => {
    const text = `not looked at: the operations before took ${EXAMINATION_MS_MAX / 1_000} s`;
    return diagnosis(port, one, "refused", [{ place: one.place, text }]);
  });

const diagnosis = (
  { service, name: port }: PortFound,
  { name, place }: OperationFound,
  status: OperationStatus,
  reasons: readonly Finding[],
): OperationDiagnosis => ({ service, port, name, place, status, reasons });
