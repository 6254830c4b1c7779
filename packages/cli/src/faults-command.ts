import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import {
  type Fault,
  faultKinds,
  type FaultProxy,
  FaultSchema,
  faultWindows,
  openFaultProxy,
  playFaults,
  readScript,
  type TimelineChange,
  TimelineSchema,
} from "@portico/mock-kit/faults";
import { Command } from "commander";
import { z } from "zod";
import { UsageError } from "./usage-error.ts";

interface FaultsOptions {
  readonly to?: string;
  readonly port: string;
  readonly fault?: string;
  readonly script?: string;
  readonly system?: string;
  readonly seed: string;
}

/** Of a scenario, the part a proxy alone can play. */
const ScriptSchema = z.looseObject({ timeline: TimelineSchema });

export const faultsCommand = (): Command =>
  new Command("faults")
    .description(
      `Stand before a system and do what networks and dying machines do: ${faultKinds.join(", ")}. ` +
        "A line typed while it runs is the next fault, `well` ends it.",
    )
    .requiredOption("--to <url>", "the system behind it, plain HTTP")
    .option("--port <port>", "where callers find it; 0: any free one", "0")
    .option("--fault <yaml>", "the fault it begins with, e.g. '{ kind: latency, delay: { fixedMs: 2000 } }'")
    .option("--script <file>", "play the timeline of a scenario, then end")
    .option("--system <name>", "whose part of the timeline")
    .option("--seed <number>", "the same number is the same chances", "1")
    .action(async (options: FaultsOptions) => {
      const windows = options.script === undefined ? undefined : windowsOf(options.script, options.system);
      const fault = options.fault === undefined ? null : readFault(options.fault, "--fault");
      const proxy = await openFaultProxy({
        target: targetOf(options.to ?? ""),
        port: wholeNumber("--port", options.port, 65_535),
        seed: wholeNumber("--seed", options.seed, 4_294_967_295),
      });
      // While nobody listens, nothing else would keep the process: a script's timers do not.
      const awake = setInterval(() => {}, 60_000);
      try {
        await proxy.apply(fault);
        console.log(`${proxy.origin} before ${options.to}: ${said(proxy.fault())}`);
        const stopped = untilStopped();
        if (windows === undefined) await obeyUntil(proxy, stopped);
        else {
          const onChange = (change: TimelineChange) => console.log(said(change.fault));
          await playFaults(windows, { [options.system ?? ""]: proxy }, { signal: stopped, onChange }).catch(
            (error: unknown) => {
              if (!stopped.aborted) throw error;
            },
          );
        }
      } finally {
        console.log(JSON.stringify(proxy.report()));
        await proxy.close();
        clearInterval(awake);
      }
    });

/** Does as it is told, line by line, until it is stopped. */
async function obeyUntil(proxy: FaultProxy, stopped: AbortSignal): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (line.trim() === "") return;
    obey(proxy, line.trim()).then(console.log, (error: unknown) => console.error((error as Error).message));
  });
  await new Promise<void>((resolve) => stopped.addEventListener("abort", () => resolve(), { once: true }));
  lines.close();
}

async function obey(proxy: FaultProxy, line: string): Promise<string> {
  const fault = line === "well" ? null : readFault(line, "line");
  await proxy.apply(fault);
  return said(fault);
}

const said = (fault: Fault | null): string => (fault === null ? "well" : JSON.stringify(fault));

/** `hang` is short for `{ kind: hang }`. */
const readFault = (text: string, place: string): Fault =>
  readScript(/^[a-z-]+$/.test(text) ? `{ kind: ${text} }` : text, place, FaultSchema);

function windowsOf(file: string, system: string | undefined) {
  if (system === undefined)
    throw new UsageError("--script needs --system: one proxy plays one system's part.");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read.`);
  }
  const windows = faultWindows(readScript(text, file, ScriptSchema).timeline).filter(
    (one) => one.system === system,
  );
  if (windows.length === 0) throw new UsageError(`Nothing happens to "${system}" in ${file}.`);
  return windows;
}

function targetOf(text: string): string {
  if (URL.canParse(text) && new URL(text).protocol === "http:") return text;
  throw new UsageError(`--to must be the URL of a system that speaks plain HTTP, not "${text}".`);
}

function wholeNumber(option: string, text: string, max: number): number {
  const number = Number(text);
  if (/^\d{1,10}$/.test(text) && number <= max) return number;
  throw new UsageError(`${option} must be a whole number from 0 to ${max}, not "${text}".`);
}

/** Fires on Ctrl-C and on SIGTERM. */
function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
