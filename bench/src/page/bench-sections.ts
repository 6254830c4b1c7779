import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BenchOptions, chosenOf } from "../options.ts";
import { table } from "../table.ts";
import type { BackendsReady } from "./backends.ts";
import { stopped } from "./contender.ts";
import type { Environment } from "./contenders.ts";
import { goalRows, missed, type Section } from "./section.ts";

type Sections = Readonly<Record<string, () => Promise<Section>>>;

/**
 * Starts the backends, takes one section after the other, and prints each, then the goals of all.
 * @returns the goals that are missed, where that is asked for
 */
export async function benchSections(
  options: BenchOptions,
  sectionsOver: (environment: Environment) => Sections,
): Promise<readonly string[]> {
  const backends = fork(fileURLToPath(new URL("backends.ts", import.meta.url)));
  try {
    const [{ environment, sizes }] = (await once(backends, "message")) as [BackendsReady];
    print(
      table(
        ["backends answer at once", "bytes"],
        sizes.map(({ path, bytes }) => [path, String(bytes)]),
      ),
    );
    const taken: Record<string, Section> = {};
    const sections = sectionsOver(environment);
    const chosen = chosenOf(Object.keys(sections), options.only);
    for (const [name, take] of Object.entries(sections)) {
      if (!chosen.has(name)) continue;
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
