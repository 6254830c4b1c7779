import { Command, Option } from "commander";
import { decodeEnvelope, encodeRequest, parseJson } from "@portico/soap/terminal";
import { openChosen, type OperationOptions, withOperation } from "./contract-options.ts";
import { readInput } from "./read-input.ts";

export const encodeCommand = (): Command =>
  withOperation(new Command("encode"))
    .description("JSON in, the request's whole envelope out")
    .option("--input <file>", "JSON; `-`: standard input", "-")
    .option("--json", "errors for machines")
    .action(async ({ input, ...options }: OperationOptions & { readonly input: string }) => {
      const open = openChosen(options);
      const value = parseJson((await readInput(input)).toString("utf8"));
      process.stdout.write(`${encodeRequest(open, value)}\n`);
    });

interface DecodeOptions extends OperationOptions {
  readonly input: string;
  readonly request?: true;
  readonly charset?: string;
}

export const decodeCommand = (): Command =>
  withOperation(new Command("decode"))
    .description('An envelope in, JSON out; a fault comes out as {"$fault": …}')
    .option("--input <file>", "the envelope; `-`: standard input", "-")
    .addOption(new Option("--request", "it is a request").conflicts("response"))
    .option("--response", "it is an answer; this is the default")
    .option("--charset <name>", "what HTTP said about it; the XML declaration's when left out")
    .option("--json", "errors for machines")
    .action(async ({ input, request, charset, ...options }: DecodeOptions) => {
      const open = openChosen(options);
      const bytes = { body: await readInput(input), charset };
      const value = decodeEnvelope(open, request === true ? "request" : "response", bytes);
      process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
    });
