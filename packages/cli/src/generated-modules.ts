import { compileContract, type CompileRequest, compileSchemas } from "@portico/soap/codegen";
import { formatModule } from "./format-module.ts";

export interface GeneratedModule {
  /** Its name in the folder of generated files. */
  readonly file: string;
  readonly text: string;
}

/**
 * What a contract makes, formatted: types and codecs, and beside them the schemas that only some need.
 * @throws {NotCompilable}
 */
export async function generatedModules(request: CompileRequest): Promise<readonly GeneratedModule[]> {
  const { name } = request;
  return [
    { file: `${name}.gen.ts`, text: await formatModule(name, compileContract(request)) },
    { file: `${name}.schemas.gen.ts`, text: await formatModule(name, compileSchemas(request)) },
  ];
}
