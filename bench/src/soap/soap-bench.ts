import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Contender, measure } from "../measure.ts";
import { type BenchOptions, chosenOf } from "../options.ts";
import { recordedAnswers } from "./answers.ts";
import { compilations } from "./compilers.ts";
import { decoders } from "./decoders.ts";
import { encoded, encoders } from "./encoders.ts";
import { growthPlot } from "./growth-plot.ts";
import { growthTable, measureGrowth } from "./growth.ts";
import { openNodeSoap } from "./node-soap.ts";
import { recordedRequests } from "./requests.ts";
import { type Case, type Floors, rowTable, shortfalls } from "./row.ts";

/** @returns what was promised and not kept, where that is asked for */
export async function soapBench(options: BenchOptions): Promise<readonly string[]> {
  const { caseMs, only, check, jsonFile, reportFolder } = options;
  const tables = Object.entries(await allCases(caseMs));
  const full = (title: string, { name }: Case) => `${title} ${name}`;
  const chosen = chosenOf(
    tables.flatMap(([title, cases]) => cases.map((one) => full(title, one))),
    only,
  );
  const sections = tables.map(([title, cases]) => {
    const rows = cases
      .filter((one) => chosen.has(full(title, one)))
      .map((one) => {
        const row = one.take(1);
        // A busy machine must not fail a promise that is kept.
        return check && shortfalls(row).length > 0 ? one.take(3) : row;
      });
    if (rows.length > 0) process.stdout.write(`${rowTable(title, rows)}\n`);
    return { title, rows };
  });
  const growth = only === "" ? await measureGrowth(caseMs / 2) : undefined;
  if (growth !== undefined) process.stdout.write(growthTable(growth));

  const figures = Object.fromEntries(sections.map(({ title, rows }) => [title, rows]));
  const json = `${JSON.stringify({ ...figures, growth }, undefined, 2)}\n`;
  if (jsonFile !== undefined) writeFileSync(jsonFile, json);
  if (reportFolder !== undefined) {
    mkdirSync(reportFolder, { recursive: true });
    writeFileSync(join(reportFolder, "soap.json"), json);
    if (growth !== undefined) writeFileSync(join(reportFolder, "soap-growth.svg"), growthPlot(growth));
  }
  return check
    ? sections.flatMap(({ title, rows }) => rows.flatMap(shortfalls).map((one) => `${title} ${one}`))
    : [];
}

/** Titles of tables, and what is in each. */
async function allCases(caseMs: number): Promise<Readonly<Record<string, readonly Case[]>>> {
  const nodeSoap = await openNodeSoap();
  const timed = (
    name: string,
    bytes: number,
    floors: Floors,
    contenders: () => readonly Contender[],
  ): Case => ({
    name,
    take: (effort) => ({ name, bytes, floors, measured: measure(contenders(), caseMs * effort) }),
  });
  return {
    decode: (await recordedAnswers()).map((answer) =>
      timed(answer.name, answer.body.length, answer.floors, () => decoders(answer, nodeSoap)),
    ),
    encode: recordedRequests().map((request) =>
      timed(request.name, encoded(request).length, request.floors, () => encoders(request, nodeSoap)),
    ),
    compile: compilations,
  };
}
