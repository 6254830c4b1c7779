import { Command } from "commander";
import { contractSource, diagnose } from "@portico/soap/terminal";
import { EXIT } from "../failure.ts";
import { screenOf } from "../screen/screen.ts";
import { folderOption } from "./contract-options.ts";
import { doctorReport } from "./doctor-report.ts";

export const doctorCommand = (): Command =>
  new Command("doctor")
    .description(
      "Say what a WSDL offers, and of each operation whether it can be compiled, and if not, why not",
    )
    .argument("<wsdl>", "the file")
    .addOption(folderOption())
    .option("--json", "for machines")
    .addHelpText(
      "after",
      "\nExits with 0: all operations can be compiled; 1: some are refused; 2: this is no WSDL.\n" +
        "lossy: works, but something the contract says about the messages is not checked or not done.",
    )
    .action((wsdl: string, options: { readonly folder?: string; readonly json?: true }) => {
      const diagnosis = diagnose(contractSource(wsdl, options.folder));
      const { operations } = diagnosis;
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(diagnosis, undefined, 2)}\n`
          : doctorReport(diagnosis, screenOf(process.stdout, process.env)),
      );
      const isUsable = operations.length > 0 && operations.every(({ status }) => status !== "refused");
      process.exitCode = isUsable ? EXIT.done : EXIT.failed;
    });
