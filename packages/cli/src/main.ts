#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { generate } from "./generate.ts";
import { GenerateFailed } from "./generate-failed.ts";
import { findWorkspace } from "./workspace.ts";

const program = new Command("portico").description("Tools for the people who build adapters.").exitOverride();

program
  .command("generate")
  .description("Write adapters/<name>/generated/<name>.gen.ts from adapters/<name>/contract/*.wsdl")
  .argument("[adapter]", "its folder under adapters/; all that have a WSDL when left out")
  .option("--check", "write nothing; fail when a committed file is not what the contract makes now")
  .action(async (adapter: string | undefined, options: { check?: true }) => {
    for (const line of await generate(findWorkspace(process.cwd()), adapter, options.check === true)) {
      console.log(line);
    }
  });

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said what is wrong already.
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else if (error instanceof GenerateFailed) {
    console.error(error.message);
    process.exitCode = 1;
  } else throw error;
}
