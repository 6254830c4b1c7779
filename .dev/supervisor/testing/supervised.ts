import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort } from "@portico/core/testing";
import { type Heard, heard } from "../../processes/testing/heard.ts";
import { type Service, urlOf } from "../service.ts";
import type { SupervisorOptions } from "../supervise.ts";

export type Mood = "healthy" | "dies at start" | "never ready" | "stubborn";

/** A service on a port that was free a moment ago. */
export async function standIn(name: string, mood: Mood = "healthy"): Promise<Service> {
  const host = "127.0.0.1";
  const port = await freePort();
  return {
    name,
    label: name.replace(/^./, (first) => first.toUpperCase()),
    script: fileURLToPath(new URL("./stand-in.ts", import.meta.url)),
    host,
    port,
    portVariable: `${name.toUpperCase()}_PORT`,
    env: { HOST: host, PORT: String(port), MOOD: mood },
  };
}

/** Whether somebody answers there. */
export const answers = async (service: Service, path = "/"): Promise<boolean> =>
  fetch(`${urlOf(service)}${path}`).then(
    () => true,
    () => false,
  );

export interface Supervised extends Heard {
  readonly process: ChildProcess;
  /** Its exit code, once all it wrote is here. */
  readonly exitCode: Promise<number | null>;
}

/** The supervisor as a process of its own, so that it can be signalled. It ends with the test at the latest. */
export function supervised(
  services: readonly Service[],
  options: Partial<SupervisorOptions> = {},
): Supervised {
  const script = fileURLToPath(new URL("./run-stand-ins.ts", import.meta.url));
  const all: SupervisorOptions = { summary: "All are running.", showAllLogs: false, ...options };
  const child = spawn(process.execPath, [script, JSON.stringify(services), JSON.stringify(all)]);
  return {
    process: child,
    ...heard(child),
    exitCode: once(child, "close").then(([code]) => code as number | null),
  };
}
