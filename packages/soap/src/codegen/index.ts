export { compileContract, type CompileRequest } from "./compile.ts";
export { NotCompilable, type SourcePlace } from "./not-compilable.ts";
