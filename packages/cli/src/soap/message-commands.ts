import { Command, Option } from "commander";
import { decodeEnvelope, type DecodeRules, encodeRequest, parseJson } from "@portico/soap/terminal";
import { plainLine } from "../screen/plain-text.ts";
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
  readonly contentType?: string;
  readonly lenient?: true;
  readonly json?: true;
}

export const decodeCommand = (): Command =>
  withOperation(new Command("decode"))
    .description('An envelope in, JSON out; a fault comes out as {"$fault": …}')
    .option("--input <file>", "the envelope; `-`: standard input", "-")
    .addOption(new Option("--request", "it is a request").conflicts("response"))
    .option("--response", "it is an answer; this is the default")
    .option(
      "--content-type <type>",
      "what HTTP said about it, for a multipart that does not begin with its headers",
    )
    .option("--charset <name>", "the same, of its charset alone; the XML declaration's when left out")
    .option("--lenient", "go on past what is not as the contract says, and list it on standard error")
    .option("--json", "errors for machines")
    .action(async ({ input, request, charset, contentType, lenient, json, ...options }: DecodeOptions) => {
      const open = openChosen(options);
      const received = { body: await readInput(input), charset, contentType };
      const value = decodeEnvelope(open, received, {
        message: request === true ? "request" : "response",
        ...(lenient === true ? { onDeviations: json === true ? listForMachines : list } : {}),
      });
      process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
    });

type Deviations = Parameters<NonNullable<DecodeRules["onDeviations"]>>[0];

function list(deviations: Deviations): void {
  for (const { path, what } of deviations)
    process.stderr.write(`[deviation] ${plainLine(`${what}: ${path}`)}\n`);
}

function listForMachines(deviations: Deviations): void {
  process.stderr.write(`${JSON.stringify({ deviations })}\n`);
}
