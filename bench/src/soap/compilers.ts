import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTurns } from "../measure.ts";
import { largeWsdl } from "./large-wsdl.ts";
import type { Case } from "./row.ts";

const BYTES = 4_000_000;
const ROUNDS = 5;
const CHILD_MS_MAX = 60_000;
const child = fileURLToPath(new URL("compile-once.ts", import.meta.url));

/** A large WSDL compiled to TypeScript, all its operations, beside what node-soap does before its first call. */
export const largeCompilation: Case = {
  name: "4 MB WSDL",
  take(effort) {
    const folder = mkdtempSync(join(tmpdir(), "portico-bench-"));
    try {
      const file = join(folder, "large.wsdl");
      const wsdl = largeWsdl(BYTES);
      writeFileSync(file, wsdl);
      return {
        name: this.name,
        bytes: wsdl.length,
        measured: inTurns([{ name: "portico" }, { name: "node-soap" }], ROUNDS * effort, ({ name }) =>
          compileOnce(name, file),
        ),
        floors: { "node-soap": 1 },
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** How long it took, in microseconds. */
function compileOnce(contender: string, wsdlFile: string): number {
  const said = execFileSync(process.execPath, [child, contender, wsdlFile], {
    timeout: CHILD_MS_MAX,
    encoding: "utf8",
  });
  return Number(said);
}
