import { Command, InvalidArgumentError, Option } from "commander";
import { callOperation, type CallReport, parseJson } from "@portico/soap/terminal";
import { describeFailure, EXIT, failureJson } from "../failure.ts";
import { plainLine } from "../screen/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { openChosen, type OperationOptions, withOperation } from "./contract-options.ts";
import { type CredentialOptions, credentialsFrom } from "./credentials.ts";
import { readInput } from "./read-input.ts";

interface CallCommandOptions extends OperationOptions, CredentialOptions {
  readonly input: string;
  readonly endpoint?: string;
  readonly addressing?: "1.0" | "2004/08" | "none";
  readonly mtom?: number;
  readonly timeoutMs: number;
  readonly json?: true;
}

const TIMEOUT_MS_MAX = 600_000;
const BYTES_MAX = 1_000_000_000;

export const callCommand = (): Command =>
  withOperation(new Command("call"))
    .description(
      "JSON in, the envelope sent, the answer out as JSON; status, time and faults on standard error",
    )
    .option("--input <file>", "JSON; `-`: standard input", "-")
    .option("--endpoint <url>", "where to; the WSDL's address when left out")
    .option("--username <name>", "or SOAP_USERNAME")
    .option("--password <word>", "or, where others cannot read it, SOAP_PASSWORD")
    .addOption(
      new Option(
        "--security <how>",
        "the password as a digest (default), as text, as text with nonce and time, or in HTTP's header (Basic)",
      ).choices(["digest", "text", "text-nonce", "basic"]),
    )
    .addOption(
      new Option(
        "--addressing <version>",
        "WS-Addressing headers; what the WSDL asks for when left out",
      ).choices(["1.0", "2004/08", "none"]),
    )
    .option(
      "--mtom <bytes>",
      "send base64 of so many bytes or more beside the envelope; what the WSDL asks for when left out",
      wholeNumber(BYTES_MAX),
    )
    .option("--timeout-ms <ms>", "for the whole call", wholeNumber(TIMEOUT_MS_MAX), 30_000)
    .option("--json", "report and errors for machines")
    .action(call);

async function call(options: CallCommandOptions): Promise<void> {
  const credentials = credentialsFrom(options, process.env);
  const open = openChosen(options);
  const endpoint = endpointOf(options.endpoint ?? open.address);
  const input = parseJson((await readInput(options.input)).toString("utf8"));
  const report = await callOperation(open, input, {
    endpoint,
    timeoutMs: options.timeoutMs,
    ...credentials,
    ...(options.addressing === undefined ? {} : { addressing: options.addressing }),
    ...(options.mtom === undefined ? {} : { mtom: { thresholdBytes: options.mtom } }),
  });
  if (options.json === true) process.stdout.write(asJson(report));
  else show(report);
  process.exitCode = report.outcome.kind === "output" ? EXIT.done : EXIT.failed;
}

function show({ endpoint, status, tookMs, receivedBytes, outcome }: CallReport): void {
  const came = status === undefined ? "no answer" : `HTTP ${status}, ${receivedBytes} bytes`;
  process.stderr.write(`POST ${endpoint}: ${came}, ${tookMs} ms\n`);
  if (outcome.kind === "output") process.stdout.write(json(outcome.output));
  else if (outcome.kind === "fault") {
    const { faultCode, reason } = outcome.fault.$fault;
    process.stderr.write(`[soap_fault] ${plainLine(`${faultCode.local}: ${reason}`)}\n`);
    process.stdout.write(json(outcome.fault));
  } else process.stderr.write(`${describeFailure(outcome.error)}\n`);
}

function asJson({ outcome, ...report }: CallReport): string {
  if (outcome.kind === "output") return json({ ...report, output: outcome.output ?? null });
  return json({ ...report, ...(outcome.kind === "fault" ? outcome.fault : failureJson(outcome.error)) });
}

const json = (value: unknown): string => `${JSON.stringify(value ?? null, undefined, 2)}\n`;

/** It is printed, so it must hold no secret. */
function endpointOf(text: string): string {
  if (text === "") throw new UsageError("The WSDL says no address: --endpoint is missing.");
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`"${text}" is no http or https URL.`);
  if (url.username !== "" || url.password !== "") {
    throw new UsageError("A URL with a password in it: use --username and --password.");
  }
  if (/[?&](wsdl|singlewsdl)\b/i.test(url.search)) {
    throw new UsageError(`"${text}" is where the WSDL is: its service is asked without ?wsdl.`);
  }
  return url.href;
}

const wholeNumber =
  (max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^[0-9]+$/.test(text) || value < 1 || value > max) {
      throw new InvalidArgumentError(`Must be a whole number from 1 to ${max}.`);
    }
    return value;
  };
