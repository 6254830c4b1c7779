import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTurns } from "../measure.ts";
import { largeWsdl, operationNames } from "./large-wsdl.ts";
import type { Case } from "./row.ts";

const BYTES = 4_000_000;
const OPERATIONS = 10;
const ROUNDS = 5;
const CHILD_MS_MAX = 60_000;
const child = fileURLToPath(new URL("compile-once.ts", import.meta.url));

/**
 * A large WSDL compiled to TypeScript, beside what node-soap does before its first call: whole, and as an adapter takes
 * it, with the operations it calls and what they reach.
 */
export const compilations: readonly Case[] = [
  compilation("4 MB WSDL", []),
  compilation("4 MB WSDL, 10 operations", operationNames(BYTES).slice(0, OPERATIONS)),
];

function compilation(name: string, operations: readonly string[]): Case {
  return {
    name,
    take(effort) {
      const folder = mkdtempSync(join(tmpdir(), "portico-bench-"));
      try {
        const file = join(folder, "large.wsdl");
        const wsdl = largeWsdl(BYTES);
        writeFileSync(file, wsdl);
        const contenders = [{ name: "portico" }, { name: "node-soap" }];
        return {
          name,
          bytes: wsdl.length,
          measured: inTurns(contenders, ROUNDS * effort, (contender) =>
            compileOnce([contender.name, file, ...operations]),
          ),
          floors: { "node-soap": 1 },
        };
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/** How long it took, in microseconds. */
function compileOnce(parameters: readonly string[]): number {
  const options = { timeout: CHILD_MS_MAX, encoding: "utf8" } as const;
  return Number(execFileSync(process.execPath, [child, ...parameters], options));
}
