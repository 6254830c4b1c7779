// One compilation in a process of its own: a contract is compiled once, by code that has not run before.
import { basename, dirname } from "node:path";

const [contender, wsdlFile = "", ...operations] = process.argv.slice(2);
const compile = contender === "portico" ? await portico() : await nodeSoap();

const started = performance.now();
await compile();
process.stdout.write(String((performance.now() - started) * 1_000));

async function portico(): Promise<() => unknown> {
  const { compileContract } = await import("@portico/soap/codegen");
  const request = {
    name: "large",
    folder: dirname(wsdlFile),
    wsdl: basename(wsdlFile),
    ...(operations.length === 0 ? {} : { operations }),
  };
  // Its bytes are asked for, so that the text is there and not just promised.
  return () => Buffer.byteLength(compileContract(request));
}

async function nodeSoap(): Promise<() => unknown> {
  const { createClientAsync } = await import("soap");
  return () => createClientAsync(wsdlFile);
}
