import { erpContract } from "@portico/adapter-erp/generated";
import { defaultXmlLimits } from "@portico/soap";
import { readAnswer, TagMemory } from "@portico/soap/messages";
import { XMLParser } from "fast-xml-parser";
import type { Contender } from "../measure.ts";
import type { RecordedAnswer } from "./answers.ts";
import type { NodeSoap } from "./node-soap.ts";

const rules = { version: "1.2" as const, limits: defaultXmlLimits, onHeader: () => false };

/** The answer as typed data, by us. `tags`: what a client of that system has learned of its spelling. */
function decoded(answer: RecordedAnswer, tags: TagMemory): unknown {
  const read = readAnswer(erpContract.operations.FindOrders, answer, { ...rules, tags });
  if (read.kind !== "output") throw new Error("A fault");
  return read.output;
}

/** Us: bytes in, typed and checked data out. */
export function decoder(answer: RecordedAnswer): Contender {
  const tags = new TagMemory();
  return { name: "portico", work: () => decoded(answer, tags) };
}

/** Who decodes an answer: bytes in (text for `JSON.parse`), objects out. */
export function decoders(answer: RecordedAnswer, nodeSoap: NodeSoap): readonly Contender[] {
  const json = JSON.stringify(decoded(answer, new TagMemory()));
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });
  const encoding = answer.charset === "utf-8" ? "utf8" : "latin1";
  return [
    decoder(answer),
    { name: "JSON.parse", work: () => JSON.parse(json) as unknown },
    { name: "node-soap", work: () => nodeSoap.xmlToObject(answer.body.toString(encoding)) },
    { name: "fast-xml-parser", work: () => parser.parse(answer.body.toString(encoding)) as unknown },
  ];
}
