import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NotCompilable } from "@portico/soap/codegen";
import { GenerateFailed } from "./generate-failed.ts";
import { type GeneratedModule, generatedModules } from "./generated-modules.ts";
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
    const folder = `adapters/${adapter.name}/generated`;
    const modules = await compile(adapter);
    const stale = modules.filter(({ file, text }) => !isCurrent(join(workspace, folder, file), text));
    if (check) {
      for (const { file } of stale) {
        differing.push(
          `${folder}/${file} is not what its contract makes: run \`portico generate ${adapter.name}\`.`,
        );
      }
    } else {
      for (const { file, text } of stale) {
        mkdirSync(join(workspace, folder), { recursive: true });
        writeFileSync(join(workspace, folder, file), text);
      }
    }
    for (const module of modules) {
      lines.push(`${folder}/${module.file}: ${stale.includes(module) ? "written" : "up to date"}`);
    }
  }
  if (differing.length > 0) throw new GenerateFailed(differing.join("\n"));
  return lines;
}

const isCurrent = (path: string, text: string): boolean =>
  existsSync(path) && readFileSync(path, "utf8") === text;

async function compile({
  name,
  folder,
  wsdl,
  operations,
  service,
  port,
  representations,
}: SoapAdapter): Promise<readonly GeneratedModule[]> {
  try {
    return await generatedModules({
      name,
      folder: join(folder, "contract"),
      wsdl,
      ...(operations === undefined ? {} : { operations }),
      ...(service === undefined ? {} : { service }),
      ...(port === undefined ? {} : { port }),
      ...(representations === undefined ? {} : { representations }),
    });
  } catch (error) {
    if (!(error instanceof NotCompilable)) throw error;
    throw new GenerateFailed(`adapters/${name}/contract/${error.message}`);
  }
}
