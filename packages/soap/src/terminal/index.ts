export { callOperation, type CallOptions, type CallReport } from "./call.ts";
export { type ContractSource, contractSource, ContractUnreadable } from "./contract-source.ts";
export { diagnose, type Diagnosis, type OperationDiagnosis, type OperationStatus } from "./doctor.ts";
export { type Finding } from "./documents.ts";
export { JsonInvalid, parseJson } from "./json-input.ts";
export { decodeEnvelope, type DecodeRules, encodeRequest, type FaultJson } from "./messages.ts";
export { type Received } from "./received.ts";
export { type OpenOperation, openOperation, type OperationChoice } from "./open-operation.ts";
