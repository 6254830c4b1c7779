import { readFileSync } from "node:fs";
import { compileService } from "../../src/codegen/compile.ts";
import { interpretService } from "../../src/codegen/interpret.ts";
import type { PortChoice } from "../../src/codegen/ports.ts";
import type { SoapContract } from "../../src/contract.ts";
import { folderOf } from "../contract-files.ts";

/** The contract of a WSDL beside this file, with a change made to its text. */
export function contractOf(
  name: string,
  change: (wsdl: string) => string = (wsdl) => wsdl,
  choice: PortChoice = {},
): SoapContract {
  const text = readFileSync(new URL(`contract/${name}.wsdl`, import.meta.url), "utf8");
  const folder = folderOf({ "t.wsdl": change(text) });
  return interpretService(compileService({ name: "t", folder, wsdl: "t.wsdl", ...choice }));
}
