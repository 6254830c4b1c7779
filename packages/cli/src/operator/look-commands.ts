import { ConnectionsReportSchema, LimitsReportSchema } from "@portico/bff-kit/operator";
import { Command } from "commander";
import { plainLine } from "../screen/plain-text.ts";
import { coloured, type Screen } from "../screen/screen.ts";
import { renderTable } from "../screen/table.ts";
import { askAll, type OperatorOptions } from "./ask-all.ts";

export const limitsCommand = (): Command =>
  new Command("limits")
    .description(
      "Show how many calls each system has from us: those that run, those that wait, and the most there may be",
    )
    .action((_options: unknown, command: Command) =>
      askAll(
        command.optsWithGlobals<OperatorOptions>(),
        { path: "/operator/limits", answer: LimitsReportSchema },
        ({ service, limits }, url, screen) =>
          table(`${service} ${url}`, screen, [
            ["system", "running", "limit", "queued"],
            ...limits.map(({ system, running, limit, queued }) => [
              system,
              `${running}`,
              `${limit}`,
              `${queued}`,
            ]),
          ]),
      ),
    );

export const connectionsCommand = (): Command =>
  new Command("connections")
    .description("Show how that does which all replicas share, such as Redis")
    .action((_options: unknown, command: Command) =>
      askAll(
        command.optsWithGlobals<OperatorOptions>(),
        { path: "/operator/connections", answer: ConnectionsReportSchema },
        ({ service, connections }, url, screen) =>
          table(`${service} ${url}`, screen, [
            ["connection", "state", "because"],
            ...Object.entries(connections).map(([name, { state, reason = "" }]) => [name, state, reason]),
          ]),
      ),
    );

const table = (title: string, screen: Screen, [header = [], ...rows]: readonly (readonly string[])[]) => {
  const cells = [header, ...rows.map((row) => row.map(plainLine))];
  const paint = (cell: string, column: number) =>
    header[column] === cell ? coloured(cell, "dim", screen) : cell;
  const body = rows.length === 0 ? "  none\n" : renderTable(cells, screen.columns, paint);
  return { text: `${coloured(plainLine(title), "bold", screen)}\n${body}`, isDone: true };
};
