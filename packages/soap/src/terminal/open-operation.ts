import { compileService } from "../codegen/compile.ts";
import { ContractFolder } from "../codegen/contract-folder.ts";
import { Definitions } from "../codegen/definitions.ts";
import { interpretService } from "../codegen/interpret.ts";
import { NotCompilable } from "../codegen/not-compilable.ts";
import type { AnySoapOperation, SoapContract } from "../contract.ts";
import type { ContractSource } from "./contract-source.ts";
import { type ContractDocuments, readDocuments } from "./documents.ts";
import { portsOf } from "./inventory.ts";
import { asJson } from "./json-values.ts";

export interface OperationChoice {
  readonly source: ContractSource;
  readonly operation: string;
  readonly service?: string | undefined;
  readonly port?: string | undefined;
}

/** One operation of a contract, its values as JSON. */
export interface OpenOperation {
  readonly contract: SoapContract;
  readonly operation: AnySoapOperation;
  /** Where the WSDL says the service is; `""`: it does not say. */
  readonly address: string;
}

/**
 * Compiles one operation in memory.
 * @throws {NotCompilable} with the place of what is not supported, or with the operations there are
 */
export function openOperation({ source, operation, service, port }: OperationChoice): OpenOperation {
  const files = new ContractFolder(source.folder);
  const documents = readDocuments(files, source.wsdl);
  const compiled = withNames(operation, documents, () =>
    compileService(
      {
        name: "contract",
        ...source,
        operations: [operation],
        ...(service === undefined ? {} : { service }),
        ...(port === undefined ? {} : { port }),
      },
      new Definitions(files, source.wsdl),
    ),
  );
  const contract = interpretService(compiled, asJson);
  const [name, ...others] = compiled.service.operations.map((one) => one.name);
  if (name === undefined || others.length > 0) {
    const { place } = compiled.service.origin;
    throw new NotCompilable(
      place,
      `"${operation}" is overloaded: say which of ${[name, ...others].join(", ")}`,
    );
  }
  return { contract, operation: contract.operations[name]!, address: compiled.service.address };
}

const NAMES_MAX = 20;

/** Whoever asks for an operation that is not there is told which are. */
function withNames<T>(wanted: string, documents: ContractDocuments, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const names = portsOf(documents).flatMap(({ operations }) => operations.map(({ name }) => name));
    if (!(error instanceof NotCompilable) || names.length === 0 || names.includes(wanted)) throw error;
    const listed = [...new Set(names)].toSorted();
    const more = listed.length > NAMES_MAX ? ` and ${listed.length - NAMES_MAX} more` : "";
    throw new NotCompilable(
      error.place,
      `${error.reason}; there is ${listed.slice(0, NAMES_MAX).join(", ")}${more}`,
    );
  }
}
