import {
  type CircuitOrderName,
  circuitOrders,
  CircuitReportSchema,
  CircuitsReportSchema,
} from "@portico/bff-kit/operator";
import { Command } from "commander";
import { plainLine } from "../screen/plain-text.ts";
import { askAll, type OperatorOptions } from "./ask-all.ts";
import { circuitsReport } from "./circuits-report.ts";
import { type GivenOrder, withOrder } from "./order-options.ts";

const MEANINGS: Readonly<Record<CircuitOrderName, string>> = {
  open: "Let no call through, until somebody closes it",
  close: "Let calls through and judge them anew; ends `open` and `disable` as well",
  disable: "Let every call through, whatever becomes of it, until somebody closes or opens it",
};

export function circuitsCommand(): Command {
  const circuits = new Command("circuits")
    .description("Show the circuit of each operation: state, since when, what it has seen lately, and why")
    .action((_options: unknown, command: Command) =>
      askAll(
        command.optsWithGlobals<OperatorOptions>(),
        { path: "/operator/circuits", answer: CircuitsReportSchema },
        ({ service, circuits: all }, url, screen) => ({
          text: circuitsReport(`${plainLine(service)} ${url}`, all, screen),
          isDone: true,
        }),
      ),
    );
  for (const name of circuitOrders) circuits.addCommand(orderCommand(name));
  return circuits;
}

const orderCommand = (name: CircuitOrderName): Command =>
  withOrder(new Command(name))
    .description(MEANINGS[name])
    .argument("<system>", "as `portico operator circuits` shows it")
    .argument("<operation>", "of that system")
    .action((system: string, operation: string, _options: unknown, command: Command) => {
      const { by, reason, ...options } = command.optsWithGlobals<OperatorOptions & GivenOrder>();
      const path = ["/operator/circuits", ...[system, operation, name].map(encodeURIComponent)].join("/");
      return askAll(
        options,
        { path, order: { by, reason }, answer: CircuitReportSchema },
        (circuit, url, screen) => ({ text: circuitsReport(url, [circuit], screen), isDone: true }),
      );
    });
