import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Theirs } from "./agreement.ts";

/** A question to another implementation: what does this answer mean? */
export interface OracleCase {
  readonly wsdl: string;
  readonly operation: string;
  readonly answer: string;
  /** A request that fits; PHP does not read an answer without having asked. */
  readonly input: unknown;
  readonly rpc: boolean;
}

export type OracleAnswer = { readonly value: Theirs } | { readonly error: string };

export interface Oracle {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Succeeds where the oracle is installed. */
  readonly probe: readonly [string, ...string[]];
  /** Of Debian. */
  readonly packages: readonly string[];
}

const script = (file: string) => fileURLToPath(new URL(file, import.meta.url));

// Debian's own Python: the packages are for that one, whatever else is in the path.
const python = "/usr/bin/python3";

export const oracles: readonly Oracle[] = [
  {
    name: "zeep",
    command: [python, script("decode.py"), script("../../src/codegen/well-known/soap-encoding-11.xsd")],
    probe: [python, "-c", "import zeep"],
    packages: ["python3-zeep"],
  },
  {
    name: "PHP ext-soap",
    command: ["php", script("decode.php")],
    probe: ["php", "-r", "exit(class_exists('SoapClient') ? 0 : 1);"],
    packages: ["php-cli", "php-soap"],
  },
];

const INSTALL_TIMEOUT_MS = 120_000;
const ANSWER_TIMEOUT_MS = 60_000;

/** Why the oracle cannot be asked; `undefined`: it can. Installs it where that is allowed. */
export function whyMissing({ name, probe, packages }: Oracle): string | undefined {
  if (succeeds(probe)) return undefined;
  if (process.getuid?.() !== 0 || !succeeds(["apt-get", "--version"])) {
    return `${name} is not installed, and only root on Debian can install it: apt-get install ${packages.join(" ")}`;
  }
  succeeds(["apt-get", "update"]);
  const installed = succeeds(["apt-get", "install", "-y", "--no-install-recommends", ...packages]);
  return installed && succeeds(probe) ? undefined : `${name} could not be installed by apt-get`;
}

export function askOracle({ command: [program, ...parameters] }: Oracle, cases: readonly OracleCase[]) {
  const { stdout, stderr } = spawnSync(program, parameters, {
    input: JSON.stringify(cases),
    encoding: "utf8",
    timeout: ANSWER_TIMEOUT_MS,
    maxBuffer: 16 * 1024 * 1024,
  });
  try {
    return JSON.parse(stdout) as readonly OracleAnswer[];
  } catch {
    throw new Error(`${program} answered with ${stdout.slice(0, 300)} ${stderr.slice(0, 1_000)}`);
  }
}

const succeeds = ([program, ...parameters]: readonly [string, ...string[]]): boolean =>
  spawnSync(program, parameters, {
    stdio: "ignore",
    timeout: INSTALL_TIMEOUT_MS,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  }).status === 0;
