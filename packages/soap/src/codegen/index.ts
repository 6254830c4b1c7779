export { compileContract, type CompileRequest, compileSchemas } from "./compile.ts";
export { importedWsdls } from "./imported-wsdls.ts";
export { NotCompilable, type SourcePlace } from "./not-compilable.ts";
export type { OwnRepresentation, RepresentationChoice, Representations } from "./representation-choices.ts";
