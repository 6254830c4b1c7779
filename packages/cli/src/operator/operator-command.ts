import { Command } from "commander";
import { circuitsCommand } from "./circuits-command.ts";
import { connectionsCommand, limitsCommand } from "./look-commands.ts";
import { purgeCommand } from "./purge-command.ts";

const AFTER = `
Exits with 0: every process that was asked has done it; 1: one has not; 2: nothing could be asked.
A circuit is its process' own: name each replica with a --url to change it in all. A purge reaches all by itself;
while some could not be told it exits with 1, and they are told when Redis is back.`;

export function operatorCommand(): Command {
  const operator = new Command("operator")
    .description("See what running BFFs do to their systems, and order them about")
    .option(
      "--url <url>",
      "an operators' port; may be repeated; else OPERATOR_URL, else http://127.0.0.1:4010",
      collect,
    )
    .option("--token-from-env <name>", "the variable that holds the token", "OPERATOR_TOKEN")
    .option("--json", "for machines: a list with an entry for each process");
  for (const command of [circuitsCommand(), purgeCommand(), limitsCommand(), connectionsCommand()]) {
    operator.addCommand(command);
  }
  return withWholeHelp(operator);
}

const collect = (url: string, earlier: readonly string[] = []): readonly string[] => [...earlier, url];

/** Commands that are added do not inherit how their parent is shown. */
function withWholeHelp(command: Command): Command {
  command.configureHelp({ showGlobalOptions: true }).addHelpText("after", AFTER);
  for (const one of command.commands) withWholeHelp(one);
  return command;
}
