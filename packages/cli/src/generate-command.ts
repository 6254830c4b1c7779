import { Command } from "commander";
import { generate } from "./generate.ts";
import { findWorkspace } from "./workspace.ts";

export const generateCommand = (): Command =>
  new Command("generate")
    .description("Write adapters/<name>/generated/<name>.gen.ts from adapters/<name>/contract/*.wsdl")
    .argument("[adapter]", "its folder under adapters/; all that have a WSDL when left out")
    .option("--check", "write nothing; fail when a committed file is not what the contract makes now")
    .action(async (adapter: string | undefined, options: { readonly check?: true }) => {
      for (const line of await generate(findWorkspace(process.cwd()), adapter, options.check === true)) {
        console.log(line);
      }
    });
