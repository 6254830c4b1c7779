import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileContract, NotCompilable } from "@portico/soap/codegen";
import { formatModule } from "./format-module.ts";
import { GenerateFailed } from "./generate-failed.ts";
import { type SoapAdapter, soapAdapters } from "./workspace.ts";

/**
 * Writes what each contract makes, or with `check` only compares. Answers with a line for people per adapter.
 * @throws {GenerateFailed} when a contract cannot be compiled, or a file differs
 */
export async function generate(
  workspace: string,
  only: string | undefined,
  check: boolean,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const differing: string[] = [];
  for (const adapter of soapAdapters(workspace, only)) {
    const file = `adapters/${adapter.name}/generated/${adapter.name}.gen.ts`;
    const path = join(workspace, file);
    const text = await compile(adapter);
    const current = existsSync(path) && readFileSync(path, "utf8") === text;
    if (check) {
      if (!current)
        differing.push(`${file} is not what its contract makes: run \`portico generate ${adapter.name}\`.`);
    } else if (!current) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    lines.push(`${file}: ${current ? "up to date" : "written"}`);
  }
  if (differing.length > 0) throw new GenerateFailed(differing.join("\n"));
  return lines;
}

async function compile({ name, folder, wsdl, operations }: SoapAdapter): Promise<string> {
  let text: string;
  try {
    text = compileContract({
      name,
      folder: join(folder, "contract"),
      wsdl,
      ...(operations === undefined ? {} : { operations }),
    });
  } catch (error) {
    if (!(error instanceof NotCompilable)) throw error;
    throw new GenerateFailed(`adapters/${name}/contract/${error.message}`);
  }
  return await formatModule(name, text);
}
