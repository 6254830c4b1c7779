import { faultWindows, playFaults } from "@portico/mock-kit/faults";
import { startLabEstate } from "./lab-estate.ts";
import type { LabRun } from "./lab-run.ts";
import type { LabScript } from "./lab-script.ts";
import { runLoad } from "./load.ts";
import { takeReadings } from "./readings.ts";

/** What the scenario says did not happen, so what was seen is worth nothing. */
export class FaultsNotPlayed extends Error {}

/**
 * Plays one scenario against an estate of its own.
 * @throws {FaultsNotPlayed} e.g. where somebody took a proxy's port while it refused
 */
export async function runLab(
  script: LabScript,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<LabRun> {
  const windows = faultWindows(script.timeline);
  const estate = await startLabEstate(script.seed);
  try {
    const startMs = performance.now() + script.load.warmUpMs;
    const [done, failed] = [new AbortController(), new AbortController()];
    const readings = takeReadings(
      estate.proxies,
      estate.bffUrl,
      startMs,
      AbortSignal.any([signal, done.signal]),
    );
    const faults = waitUntil(startMs, signal).then(() =>
      playFaults(windows, estate.proxies, {
        signal,
        onChange: ({ atMs, system, fault }) =>
          say(`${(atMs / 1_000).toFixed(1).padStart(6)} s  ${system}: ${fault?.kind ?? "well again"}`),
      }),
    );
    faults.catch((cause: unknown) => {
      const message = `The faults could not be played: ${(cause as Error).message}`;
      if (!signal.aborted) failed.abort(new FaultsNotPlayed(message, { cause }));
    });
    const stop = AbortSignal.any([signal, failed.signal]);
    const samples = await runLoad(estate.bffUrl, script, startMs, stop);
    done.abort();
    const seen = await readings;
    failed.signal.throwIfAborted();
    return { script, windows, samples, ...seen };
  } finally {
    await estate.stop();
  }
}

const waitUntil = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, Math.max(0, ms - performance.now()));
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
