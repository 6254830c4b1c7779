import { erpContract } from "@portico/adapter-erp/generated";
import { defaultXmlLimits } from "@portico/soap";
import { readAnswer, TagMemory } from "@portico/soap/messages";
import { XMLParser } from "fast-xml-parser";
import { fileURLToPath } from "node:url";
import { createClientAsync } from "soap";
import type { Contender } from "../measure.ts";
import type { RecordedAnswer } from "./answers.ts";

const wsdlFile = fileURLToPath(new URL("../../../mocks/erp/contract/erp.wsdl", import.meta.url));

/** node-soap's view of the same WSDL. */
export interface NodeSoap {
  readonly xmlToObject: (xml: string) => unknown;
  readonly objectToDocumentXML: (
    name: string,
    params: unknown,
    prefix: string,
    uri: string,
    type?: string,
  ) => string;
}

export async function openNodeSoap(): Promise<NodeSoap> {
  const client = await createClientAsync(wsdlFile);
  // Not in its types: what its own client reads answers with.
  return (client as unknown as { wsdl: NodeSoap }).wsdl;
}

const rules = { version: "1.2" as const, limits: defaultXmlLimits, onHeader: () => false };

/** The answer as typed data, by us. `tags`: what a client of that system has learned of its spelling. */
export function decoded(answer: RecordedAnswer, tags: TagMemory): unknown {
  const read = readAnswer(erpContract.operations.FindOrders, answer, { ...rules, tags });
  if (read.kind !== "output") throw new Error("A fault");
  return read.output;
}

/** Who decodes an answer: bytes in (text for `JSON.parse`), objects out. */
export function decoders(answer: RecordedAnswer, nodeSoap: NodeSoap): readonly Contender[] {
  const tags = new TagMemory();
  const json = JSON.stringify(decoded(answer, tags));
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });
  const encoding = answer.charset === "utf-8" ? "utf8" : "latin1";
  return [
    { name: "portico", work: () => decoded(answer, tags) },
    { name: "JSON.parse", work: () => JSON.parse(json) as unknown },
    { name: "node-soap", work: () => nodeSoap.xmlToObject(answer.body.toString(encoding)) },
    { name: "fast-xml-parser", work: () => parser.parse(answer.body.toString(encoding)) as unknown },
  ];
}
