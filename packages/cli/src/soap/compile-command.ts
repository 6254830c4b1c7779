import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Command } from "commander";
import { contractSource } from "@portico/soap/terminal";
import { GenerateFailed } from "../generate-failed.ts";
import { generatedModules } from "../generated-modules.ts";
import { parseRepresentation, representationsOf } from "../representations.ts";
import { folderOption } from "./contract-options.ts";

interface CompileOptions {
  readonly out: string;
  readonly name?: string;
  readonly operations?: string;
  readonly service?: string;
  readonly port?: string;
  readonly folder?: string;
  readonly represent?: Readonly<Record<string, unknown>>;
  readonly check?: true;
  readonly json?: true;
}

export const compileCommand = (): Command =>
  new Command("compile")
    .description(
      "Write types, encoders and decoders for a WSDL to <dir>/<name>.gen.ts, zod schemas beside it",
    )
    .argument("<wsdl>", "the file")
    .requiredOption("--out <dir>", "made if it is not there")
    .option("--name <name>", "what the contract is called; the WSDL's name when left out")
    .option("--operations <a,b>", "only these, and what they reach")
    .option("--service <name>", "where the WSDL has several")
    .option("--port <name>", "where the service has several")
    .option(
      "--represent <type=how>",
      "hold values of xs:long, {namespace}name, … as bigint, number, or module#name:Type; may be repeated",
      parseRepresentation,
    )
    .addOption(folderOption())
    .option("--check", "write nothing; fail when the file is not what the contract makes now")
    .option("--json", "report and errors for machines")
    .action(async (wsdl: string, options: CompileOptions) => {
      const files = await compile(wsdl, options);
      const lines = files.map(({ file, state }) => `${file}: ${state}\n`).join("");
      process.stdout.write(options.json === true ? `${JSON.stringify({ files }, undefined, 2)}\n` : lines);
    });

interface CompiledFile {
  readonly file: string;
  readonly state: "written" | "up to date";
}

async function compile(file: string, options: CompileOptions): Promise<readonly CompiledFile[]> {
  const { out, name = nameOf(file), operations, service, port, folder, represent, check } = options;
  if (!/^[a-z][a-z0-9-]{0,60}$/.test(name)) {
    throw new GenerateFailed(`"${name}" is no name: use small letters, digits and hyphens.`);
  }
  const modules = await generatedModules({
    name,
    command: "portico soap compile",
    ...contractSource(file, folder),
    ...(operations === undefined ? {} : { operations: operations.split(",").map((one) => one.trim()) }),
    ...(represent === undefined ? {} : { representations: representationsOf(represent, "--represent") }),
    ...(service === undefined ? {} : { service }),
    ...(port === undefined ? {} : { port }),
  });
  return modules.map((module): CompiledFile => {
    const path = join(out, module.file);
    if (existsSync(path) && readFileSync(path, "utf8") === module.text) {
      return { file: path, state: "up to date" };
    }
    if (check === true) throw new GenerateFailed(`${path} is not what ${file} makes now.`);
    mkdirSync(out, { recursive: true });
    writeFileSync(path, module.text);
    return { file: path, state: "written" };
  });
}

/** `CustomerService.v2.wsdl` becomes `customer-service-v2`. */
const nameOf = (file: string): string =>
  basename(file)
    .replace(/\.(wsdl|xml)$/i, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase()
    .replace(/^[^a-z]+|-+$/g, "");
