import type { Command } from "commander";

/** Who orders, and why. */
export interface GivenOrder {
  readonly by: string;
  readonly reason: string;
}

export const withOrder = (command: Command): Command =>
  command
    .requiredOption("--by <who>", "who orders it, for the log and the history")
    .requiredOption("--reason <why>", "why, in a sentence; a ticket's number helps");
