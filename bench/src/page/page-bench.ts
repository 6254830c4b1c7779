import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BenchOptions } from "../soap/soap-bench.ts";
import { table } from "../table.ts";
import type { BackendsReady } from "./backends.ts";
import { stopped } from "./contender.ts";
import { goalRows, missed, type Section } from "./section.ts";
import { cachedPages, overhead, starts, steadyPage, uncachedPage } from "./sections.ts";

// A page takes a thousand times as long as an answer's decoding, and processes disturb each other.
const PAGE_CASE = 10;

/** @returns the goals that are missed, where that is asked for */
export async function pageBench(options: BenchOptions): Promise<readonly string[]> {
  const backends = fork(fileURLToPath(new URL("backends.ts", import.meta.url)));
  try {
    const [{ environment, sizes }] = (await once(backends, "message")) as [BackendsReady];
    print(
      table(
        ["backends answer at once", "bytes"],
        sizes.map(({ path, bytes }) => [path, String(bytes)]),
      ),
    );
    const caseMs = options.caseMs * PAGE_CASE;
    const all: Readonly<Record<string, () => Promise<Section>>> = {
      fresh: () => uncachedPage(environment, caseMs),
      steady: () => steadyPage(environment, caseMs),
      cached: () => cachedPages(environment, caseMs),
      start: () => starts(environment),
      overhead,
    };
    const taken: Record<string, Section> = {};
    for (const [name, take] of Object.entries(all)) {
      if (!name.includes(options.only)) continue;
      const section = await take();
      taken[name] = section;
      print(section.text);
    }
    const goals = Object.values(taken).flatMap((section) => section.goals);
    print(table(["goal", "measured", "", ""], goalRows(goals)));
    if (options.jsonFile !== undefined) {
      const figures = Object.fromEntries(
        Object.entries(taken).map(([name, section]) => [name, section.figures]),
      );
      writeFileSync(options.jsonFile, `${JSON.stringify({ sizes, ...figures, goals }, undefined, 2)}\n`);
    }
    return options.check ? missed(goals) : [];
  } finally {
    await stopped(backends);
  }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
