#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { asCoded, describeFailure, EXIT, failureJson } from "./failure.ts";
import { faultsCommand } from "./faults-command.ts";
import { generateCommand } from "./generate-command.ts";
import { operatorCommand } from "./operator/operator-command.ts";
import { soapCommand } from "./soap/soap-command.ts";

const program = new Command("portico")
  .description("Tools for the people who build adapters and run BFFs.")
  .addCommand(generateCommand())
  .addCommand(soapCommand())
  .addCommand(faultsCommand())
  .addCommand(operatorCommand());
exitByThrowing(program);

// Whoever reads our output may stop: `portico … | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

/** Codes of what could not even be begun. */
const UNUSABLE = new Set([
  "usage",
  "contract_unreadable",
  "input_unreadable",
  "script_invalid",
  "system_refused",
]);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said what is wrong already.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.unusable;
  else {
    const failure = asCoded(error);
    if (failure === undefined) throw error;
    const isForMachines = process.argv.includes("--json");
    process.stderr.write(
      isForMachines ? `${JSON.stringify(failureJson(failure))}\n` : `${describeFailure(failure)}\n`,
    );
    process.exitCode = UNUSABLE.has(failure.code) ? EXIT.unusable : EXIT.failed;
  }
}

/** Options are inherited by commands that are made here, not by those that are added. */
function exitByThrowing(command: Command): void {
  command.exitOverride();
  for (const one of command.commands) exitByThrowing(one);
}
