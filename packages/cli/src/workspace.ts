import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { importedWsdls, NotCompilable, type Representations } from "@portico/soap/codegen";
import { GenerateFailed } from "./generate-failed.ts";
import { representationsOf } from "./representations.ts";

/** The nearest folder upwards that is a workspace. */
export function findWorkspace(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "pnpm-workspace.yaml"))) return folder;
    if (folder === dirname(folder))
      throw new GenerateFailed("There is no pnpm-workspace.yaml here or above.");
  }
}

/** An adapter that is generated from a WSDL. */
export interface SoapAdapter {
  readonly name: string;
  readonly folder: string;
  /** Its WSDL, relative to its contract folder. */
  readonly wsdl: string;
  /** `portico.operations` of its package.json; `undefined`: all. */
  readonly operations: readonly string[] | undefined;
  /** `portico.service` and `portico.port` of its package.json, for a WSDL that has several. */
  readonly service: string | undefined;
  readonly port: string | undefined;
  /** `portico.representations` of its package.json; `undefined`: none are chosen. */
  readonly representations: Representations | undefined;
}

/** The adapter of that name, or all that have a WSDL, by name. */
export function soapAdapters(workspace: string, only: string | undefined): readonly SoapAdapter[] {
  const names =
    only === undefined ? globSync("adapters/*/", { cwd: workspace }).map((path) => basename(path)) : [only];
  const adapters = names.toSorted().flatMap((name) => soapAdapter(workspace, name) ?? []);
  if (only !== undefined && adapters.length === 0) {
    throw new GenerateFailed(`There is no WSDL in adapters/${only}/contract.`);
  }
  return adapters;
}

function soapAdapter(workspace: string, name: string): SoapAdapter | undefined {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new GenerateFailed(`"${name}" is no adapter's name: use small letters, digits and hyphens.`);
  }
  const folder = join(workspace, "adapters", name);
  const wsdl = wsdlIn(join(folder, "contract"), `adapters/${name}/contract`);
  if (wsdl === undefined) return undefined;
  return { name, folder, wsdl, ...choicesIn(join(folder, "package.json")) };
}

/** The one WSDL that no other imports; `undefined`: there is none at all. */
function wsdlIn(folder: string, shownAs: string): string | undefined {
  const wsdls = globSync("*.wsdl", { cwd: folder }).toSorted();
  if (wsdls.length <= 1) return wsdls[0];
  let imported: ReadonlySet<string>;
  try {
    imported = importedWsdls(folder, wsdls);
  } catch (error) {
    if (!(error instanceof NotCompilable)) throw error;
    throw new GenerateFailed(`${shownAs}/${error.message}`);
  }
  const [wsdl, ...others] = wsdls.filter((file) => !imported.has(file));
  if (wsdl !== undefined && others.length === 0) return wsdl;
  throw new GenerateFailed(
    `There are ${wsdls.length} WSDLs in ${shownAs}, and it takes one that no other imports: ${wsdls.join(", ")}.`,
  );
}

function choicesIn(file: string): Omit<SoapAdapter, "name" | "folder" | "wsdl"> {
  const { operations, service, port, representations } = existsSync(file)
    ? choicesOf(readManifest(file), file)
    : {};
  return {
    operations: chosenOperations(file, operations),
    service: chosenName(file, "service", service),
    port: chosenName(file, "port", port),
    representations:
      representations === undefined
        ? undefined
        : representationsOf(representations, `"portico.representations" in ${file}`),
  };
}

function readManifest(file: string): { readonly portico?: unknown } | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { readonly portico?: unknown } | null;
  } catch {
    throw new GenerateFailed(`${file} cannot be read, or is not JSON.`);
  }
}

/** A word that is misspelt would otherwise choose nothing, without a sound. */
function choicesOf(manifest: { readonly portico?: unknown } | null, file: string): Partial<Choices> {
  const choices = manifest?.portico ?? {};
  const isKnown = (word: string) => CHOICES.has(word);
  if (typeof choices === "object" && !Array.isArray(choices) && Object.keys(choices).every(isKnown))
    return choices;
  throw new GenerateFailed(`"portico" in ${file} may hold ${[...CHOICES].join(", ")}, and nothing else.`);
}

const CHOICES: ReadonlySet<string> = new Set(["operations", "service", "port", "representations"]);

interface Choices {
  readonly operations: unknown;
  readonly service: unknown;
  readonly port: unknown;
  readonly representations: unknown;
}

function chosenOperations(file: string, operations: unknown): readonly string[] | undefined {
  if (operations === undefined) return undefined;
  if (!Array.isArray(operations) || !operations.every((name): name is string => typeof name === "string")) {
    throw new GenerateFailed(`"portico.operations" in ${file} must be a list of operation names.`);
  }
  return operations;
}

function chosenName(file: string, what: string, name: unknown): string | undefined {
  if (name === undefined || typeof name === "string") return name;
  throw new GenerateFailed(`"portico.${what}" in ${file} must be a ${what}'s name.`);
}
