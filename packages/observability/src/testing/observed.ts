import { type CallContext, events, type RequestEvent } from "@portico/core";
import { type FakeClock, fakeClock, testCall } from "@portico/core/testing";
import { observe, type Observability, type ObserveOptions } from "../index.ts";

type Line = Readonly<Record<string, unknown>> & { readonly level: string; readonly msg: string };

/** A service of its own, watched, with its lines kept and its time owned by the test. */
export interface Observed extends Observability {
  readonly service: { readonly name: string };
  readonly clock: FakeClock;
  readonly call: CallContext;
  /** The lines so far, as text. */
  readonly raw: readonly string[];
  lines(message?: string): Line[];
  publishRequest(event?: Partial<RequestEvent>): void;
}

export function observed(options: Partial<ObserveOptions> = {}): Observed {
  const service = options.service ?? { name: "web" };
  const clock = fakeClock();
  const raw: string[] = [];
  const destination = { write: (line: string) => void raw.push(line) };
  const call = testCall({ service, clock, requestId: "request-1" });
  return {
    ...observe({ service, clock, destination, ...options }),
    service,
    clock,
    call,
    raw,
    lines: (message) =>
      raw
        .map((line) => JSON.parse(line) as Line)
        .filter(({ msg }) => message === undefined || msg === message),
    publishRequest: (event = {}) =>
      events.request.publish({
        service,
        requestId: call.requestId,
        traceId: call.trace.traceId,
        method: "GET",
        route: "/v1/home",
        status: 200,
        durationMs: 12.345_6,
        problem: undefined,
        error: undefined,
        ...event,
      }),
  };
}
