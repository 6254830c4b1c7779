import { onStopRequest } from "../processes/stop-request.mjs";
import { progressOn } from "../terminal/progress.mjs";
import { type Child, type Show, startChild } from "./child.ts";
import { logRecord, readableRecord, readableText, WARN } from "./log-line.ts";
import { portProblems } from "./ports.ts";
import { untilReady } from "./readiness.ts";
import type { Service } from "./service.ts";

export interface SupervisorOptions {
  /** Printed when all are ready. */
  readonly summary: string;
  /** Shows every line the services write, as they wrote it, instead of the warnings only. */
  readonly showAllLogs: boolean;
  /** How long the services may take until all are ready. Default: 30 000. */
  readonly startMsMax?: number;
  /** How long a service may take to stop before it is killed. Default: 12 000, which is drain plus a little. */
  readonly stopMsMax?: number;
}

type End =
  | { readonly kind: "ready" | "stop" }
  | { readonly kind: "failed"; readonly why: string; readonly children: readonly Child[] };

/**
 * Runs the services until somebody asks to stop or one of them ends. Whatever happens, none outlives this call.
 *
 * @returns the exit code: 0 when stopped on request, 1 when something went wrong
 */
export async function supervise(services: readonly Service[], options: SupervisorOptions): Promise<number> {
  const { summary, showAllLogs, startMsMax = 30_000, stopMsMax = 12_000 } = options;
  const progress = progressOn(process.stderr, { plain: showAllLogs });

  const problems = await portProblems(services);
  problems.forEach(progress.note);
  if (problems.length > 0) return 1;

  const show: Show = (service, line, stream) => {
    const record = stream === "stdout" ? logRecord(line) : null;
    const shown = showAllLogs || stream === "stderr" || (record !== null && record.level >= WARN);
    if (showAllLogs) console.log(line);
    else if (shown) progress.note(readable(service, line));
    return shown;
  };
  const starting = `Starting ${services.map(({ label }) => label).join(", ")} …`;
  progress.begin(starting);
  const children = services.map((service) => startChild(service, show));
  const stopRequest = untilStopRequested(children);
  const death = Promise.race(children.map(untilEnded));

  const waiting = new AbortController();
  const allReady = untilAllReady(children, startMsMax, waiting.signal, (ready) =>
    progress.update(`${starting} ${ready}/${services.length}`),
  );
  let end = await Promise.race([stopRequest, death, allReady]);
  waiting.abort();
  if (end.kind === "ready") {
    progress.done(services.map(({ label }) => `${label} ✓`).join("  "));
    console.log(summary);
    end = await Promise.race([stopRequest, death]);
  }

  if (end.kind === "failed") {
    for (const child of end.children)
      child.unseen().forEach((line) => progress.note(readable(child.service, line)));
    progress.done(end.why);
  }
  progress.begin("Stopping …");
  await Promise.all(
    children.map(async (child) => {
      if (!(await child.stop(stopMsMax)))
        progress.note(`${child.service.label} did not stop within ${stopMsMax / 1000} s and was killed.`);
    }),
  );
  progress.done("Stopped.");
  return end.kind === "failed" ? 1 : 0;
}

/** The first request stops the services as they like it, the second one at once. */
const untilStopRequested = (children: readonly Child[]): Promise<End> =>
  new Promise((resolve) => {
    let requests = 0;
    onStopRequest(() => {
      requests += 1;
      if (requests === 1) resolve({ kind: "stop" });
      else children.forEach((child) => child.kill());
    });
  });

async function untilEnded(child: Child): Promise<End> {
  const how = await child.ended;
  return { kind: "failed", why: `${child.service.label} ended unexpectedly (${how}).`, children: [child] };
}

async function untilAllReady(
  children: readonly Child[],
  msMax: number,
  signal: AbortSignal,
  onProgress: (ready: number) => void,
): Promise<End> {
  const enough = AbortSignal.any([signal, AbortSignal.timeout(msMax)]);
  const late: Child[] = [];
  let ready = 0;
  await Promise.all(
    children.map(async (child) => {
      if (await untilReady(child.service, enough)) onProgress(++ready);
      else late.push(child);
    }),
  );
  if (late.length === 0) return { kind: "ready" };
  const labels = late.map(({ service }) => service.label).join(", ");
  return { kind: "failed", why: `Not ready after ${msMax / 1000} s: ${labels}.`, children: late };
}

const readable = (service: Service, line: string): string => {
  const record = logRecord(line);
  return record === null ? readableText(service.name, line) : readableRecord(service.name, record);
};
