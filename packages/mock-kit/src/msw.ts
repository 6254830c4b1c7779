import { HttpRequestInterceptor } from "@mswjs/interceptors/http";
import { defineNetwork, InterceptorSource } from "msw/experimental";
import { http } from "msw/http";
import type { Simulator } from "./simulator.ts";

export interface InstalledSimulators {
  /** Gives the network back. */
  remove(): void;
}

/**
 * Answers requests to the given origins in this process, without a port, whatever client sends them: npm undici, global
 * fetch or node:http. A request to any other origin is an error, so that no test ever leaves the machine. A reset
 * connection reaches the client as a `TypeError` without a code; use a real port where the code matters.
 *
 * `setupServer` of MSW 3 does not see npm undici 8; the interceptor below works on the socket and does.
 */
export function installSimulators(
  byOrigin: Readonly<Record<string, Pick<Simulator, "fetch">>>,
): InstalledSimulators {
  const network = defineNetwork({
    sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
    handlers: Object.entries(byOrigin).map(([origin, simulator]) =>
      http.all(`${origin}/*`, ({ request }) => answerOf(simulator, request)),
    ),
    onUnhandledFrame: "error",
    context: { quiet: true },
  });
  network.enable();
  return { remove: () => network.disable() };
}

async function answerOf(simulator: Pick<Simulator, "fetch">, request: Request): Promise<Response> {
  try {
    return await simulator.fetch(request);
  } catch (error) {
    if (request.signal.aborted) return Response.error(); // nobody sees it, and MSW prints what is thrown
    throw error;
  }
}
