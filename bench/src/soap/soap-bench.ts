import { TagMemory } from "@portico/soap/messages";
import { writeFileSync } from "node:fs";
import { measure } from "../measure.ts";
import { table } from "../table.ts";
import { growingAnswers, recordedAnswers } from "./answers.ts";
import { decoded, decoders, openNodeSoap } from "./contenders.ts";

export interface BenchOptions {
  /** Time per contender and case. */
  readonly caseMs: number;
  /** Only cases whose name holds this. */
  readonly only: string;
  readonly jsonFile: string | undefined;
}

export async function soapBench({ caseMs, only, jsonFile }: BenchOptions): Promise<void> {
  const nodeSoap = await openNodeSoap();
  const decode = (await recordedAnswers())
    .filter(({ name }) => name.includes(only))
    .map((answer) => ({
      name: answer.name,
      bytes: answer.body.length,
      measured: measure(decoders(answer, nodeSoap), caseMs),
    }));
  const rows = decode.map(({ name, bytes, measured }) => {
    const [portico, json, peer, parser] = measured.map(({ microseconds }) => microseconds);
    return [
      name,
      String(bytes),
      `${portico!.toFixed(1)} ±${(measured[0]!.noise * 100).toFixed(0)}%`,
      json!.toFixed(1),
      peer!.toFixed(0),
      `${(json! / portico!).toFixed(2)}×`,
      `${(peer! / portico!).toFixed(1)}×`,
      `${(parser! / portico!).toFixed(1)}×`,
    ];
  });
  const head = [
    "decode",
    "bytes",
    "portico µs",
    "JSON.parse µs",
    "node-soap µs",
    "of JSON.parse",
    "of node-soap",
    "of fast-xml-parser",
  ];
  process.stdout.write(`${table(head, rows)}\n`);

  const growth = (await growingAnswers())
    .filter(() => only === "")
    .map((answer) => {
      const tags = new TagMemory();
      const [portico] = measure([{ name: "portico", work: () => decoded(answer, tags) }], caseMs / 2);
      return {
        name: answer.name,
        bytes: answer.body.length,
        nsPerByte: (portico!.microseconds * 1_000) / answer.body.length,
      };
    });
  const bars = growth.map(({ name, nsPerByte }) => [
    name,
    nsPerByte.toFixed(2),
    "█".repeat(Math.round(nsPerByte * 5)),
  ]);
  if (growth.length > 0)
    process.stdout.write(`${table(["growth", "ns per byte", "flat is linear"], bars)}\n`);

  if (jsonFile !== undefined)
    writeFileSync(jsonFile, `${JSON.stringify({ decode, growth }, undefined, 2)}\n`);
}
