import { afterAll } from "vitest";
import { compileContract } from "../src/codegen/compile.ts";
import type { SoapElement } from "../src/contract.ts";
import { Decoder } from "../src/decoder.ts";
import { detour } from "../src/detour.ts";
import { FastDecoder } from "../src/fast-decoder.ts";
import { defaultXmlLimits } from "../src/xml/limits.ts";
import { XmlReader } from "../src/xml/reader.ts";
import { wsdl } from "./contract-files.ts";
import { GeneratedFolder } from "./generated-folder.ts";

/** Compiles schemas of a test's own. What is answered is what their element `Ask` says. */
export function answerCompiler(): (name: string, schema: string) => Promise<SoapElement<unknown>> {
  const generated = new GeneratedFolder();
  afterAll(() => generated.remove());
  return async (name, schema) => {
    generated.write(`${name}.wsdl`, wsdl(schema));
    const text = compileContract({ name: "t", folder: generated.path, wsdl: `${name}.wsdl` });
    generated.write(`${name}.gen.ts`, text);
    return (await generated.load(`${name}.gen.ts`, "tContract")).operations["Ask"]!.output!;
  };
}

/** What a document says, read fast where that goes. */
export function readFast({ namespace, local, codec }: SoapElement<unknown>, document: string): unknown {
  const reader = new XmlReader(Buffer.from(document), defaultXmlLimits);
  const from = new Decoder(reader, false, new FastDecoder(reader, detour));
  from.next();
  return from.one(namespace, local, codec);
}
