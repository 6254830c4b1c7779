import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { type Service, urlOf } from "./service.ts";

const POLL_MS = 100;
const ANSWER_MS_MAX = 1_000;

/** Waits until the service says it is ready, or nobody waits any more. */
export async function untilReady(service: Service, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await isReady(service)) return true;
    await delay(POLL_MS);
  }
  return false;
}

const isReady = (service: Service): Promise<boolean> =>
  new Promise((resolve) => {
    // No agent: a connection that is kept alive would be one the service has to wait for when it stops.
    const request = get(
      `${urlOf(service)}/health/ready`,
      { agent: false, timeout: ANSWER_MS_MAX },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
  });
