import type {
  AnySoapOperation,
  DeclaredFault,
  FaultElement,
  HeaderElements,
  SoapContract,
  SoapElement,
} from "../contract.ts";
import type { CompiledService } from "./compile.ts";
import { asBigint, asNumber, type Representation } from "../representations.ts";
import { CodecInterpreter, type Represent } from "./interpret-codecs.ts";
import type { RepresentationOf } from "./interpret-scalars.ts";
import type { FaultModel, MessageElement, OperationModel } from "./model.ts";
import { PropertyNames } from "./names.ts";

/**
 * What the generated module of this service exports as its contract, made in memory; by the names of its operations.
 * @param own the representations that the generated module would import, by name
 */
export function interpretService(
  { service, plan, namespaces }: CompiledService,
  represent: Represent = (scalar) => scalar,
  own: Readonly<Record<string, Representation<unknown>>> = {},
): SoapContract {
  const representationOf: RepresentationOf = (type) => {
    const choice = plan.representationOf(type);
    if (choice === undefined) return undefined;
    if (typeof choice !== "string") return own[choice.name];
    return choice === "bigint" ? asBigint : asNumber;
  };
  const codecs = new CodecInterpreter(plan, namespaces.byUri, represent, representationOf);
  const { version, addressing, mtom } = service;
  return {
    version,
    ...(addressing === undefined ? {} : { addressing }),
    ...(mtom ? { mtom } : {}),
    namespaces: [...namespaces.byUri].map(([uri]) => codecs.namespaceOf(uri)),
    operations: Object.fromEntries(
      service.operations.map((operation) => [
        operation.name,
        new OperationInterpreter(codecs).operation(operation),
      ]),
    ),
  };
}

class OperationInterpreter {
  private readonly codecs: CodecInterpreter;
  private readonly faultNames = new PropertyNames();

  constructor(codecs: CodecInterpreter) {
    this.codecs = codecs;
  }

  operation(model: OperationModel): AnySoapOperation {
    const { name, action, addressingAction, input, output, sentHeaders, receivedHeaders } = model;
    const faults = model.faults.map((fault) => this.fault(fault));
    const headerFaults = model.headerFaults.map((fault) => this.fault(fault));
    return {
      name,
      action,
      ...(addressingAction === undefined ? {} : { addressingAction }),
      ...(model.oneWay ? { oneWay: true } : {}),
      ...(model.encoded ? { encoded: true } : {}),
      input: input && this.element(input),
      output: output && this.element(output),
      faults,
      ...(headerFaults.length === 0 ? {} : { headerFaults }),
      ...(sentHeaders.length === 0 ? {} : { sentHeaders: this.headers(sentHeaders) }),
      ...(receivedHeaders.length === 0 ? {} : { receivedHeaders: this.headers(receivedHeaders) }),
    };
  }

  private element(message: MessageElement): SoapElement<unknown> {
    const { uri, local } = message;
    return { namespace: this.codecs.namespaceOf(uri), local, codec: this.codecs.messageCodec(message) };
  }

  private headers(headers: readonly MessageElement[]): HeaderElements<unknown> {
    const names = new PropertyNames();
    return Object.fromEntries(headers.map((header) => [names.take(header.local), this.element(header)]));
  }

  private fault(fault: FaultModel): FaultElement<DeclaredFault> {
    const { namespace, local, codec } = this.element(fault);
    const { typeName } = fault;
    const name = this.faultNames.take(fault.name);
    return {
      namespace,
      local,
      ...(typeName === undefined ? {} : { type: this.codecs.name(typeName) }),
      read: (from) => ({ name, value: codec.read(from) }),
    };
  }
}
