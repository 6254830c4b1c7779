export { compileContract, type CompileRequest, compileSchemas } from "./compile.ts";
export { NotCompilable, type SourcePlace } from "./not-compilable.ts";
