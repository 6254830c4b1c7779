// One compilation in a process of its own: a contract is compiled once, by code that has not run before.
import { basename, dirname } from "node:path";
import { compileContract } from "@portico/soap/codegen";
import { createClientAsync } from "soap";

const [contender, wsdlFile = "", ...operations] = process.argv.slice(2);

const started = performance.now();
if (contender === "portico") {
  compileContract({
    name: "large",
    folder: dirname(wsdlFile),
    wsdl: basename(wsdlFile),
    ...(operations.length === 0 ? {} : { operations }),
  });
} else await createClientAsync(wsdlFile);
process.stdout.write(String((performance.now() - started) * 1_000));
