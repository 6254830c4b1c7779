import type {
  BackendCallEvent,
  BreakerStateEvent,
  CachePurgeEvent,
  CallContext,
  ConnectionEvent,
  RequestEvent,
  SectionEvent,
} from "@portico/core";
import { toErrorFields } from "./error-fields.ts";
import type { FloodGate } from "./flood-gate.ts";
import type { WriteLine } from "./logger.ts";
import { shortened } from "./shortened.ts";

/** Longest request id or method written: both may come from the client. */
const CLIENT_TEXT_CHARACTERS_MAX = 128;

/** Which lines an event causes, and how serious they are. Every field of a line is named in this file. */
export function eventLog(write: WriteLine, gate: FloodGate) {
  // A fault passes through a call, its section and the request. One line tells its stack; the others its request.
  const toldFor = new WeakMap<object, string>();

  const internalError = (where: string, who: Requester, fields: object, error: unknown) => {
    if (typeof error === "object" && error !== null) {
      if (toldFor.get(error) === who.requestId) return;
      toldFor.set(error, who.requestId);
    }
    gate.pass(`internal error ${where}`, (suppressed) =>
      write("error", "internal error", {
        ...who,
        ...fields,
        error: toErrorFields(error),
        ...leftOut(suppressed),
      }),
    );
  };

  return {
    request(event: RequestEvent): void {
      const { route, status, problem, error } = event;
      const who = requester(event.requestId, event.traceId);
      if (error !== undefined) internalError(route, who, { route }, error);
      const line = (suppressed: number) =>
        write(requestLevel(status), "request", {
          requestId: who.requestId,
          traceId: who.traceId,
          method: clientText(event.method),
          route,
          status,
          durationMs: hundredths(event.durationMs),
          problem,
          ...leftOut(suppressed),
        });
      // A process that refuses for having too much to do has no time for a line each.
      if (problem === "overloaded") gate.pass("request overloaded", line);
      else line(0);
    },

    section({ call, screen, section, state, reason, error }: SectionEvent): void {
      if (state === "fresh") return;
      const who = requesterOf(call);
      if (error !== undefined) internalError(`${screen} ${section}`, who, { screen, section }, error);
      if (reason === "call_cancelled") {
        write("debug", "section not fresh", { ...who, screen, section, state, reason });
        return;
      }
      gate.pass(`section ${screen} ${section} ${state} ${reason}`, (suppressed) =>
        write("warn", "section not fresh", {
          ...who,
          screen,
          section,
          state,
          reason,
          ...leftOut(suppressed),
        }),
      );
    },

    backendCall({ call, system, operation, outcome, durationMs, error }: BackendCallEvent): void {
      if (outcome === "ok") return;
      const who = requesterOf(call);
      const fields = { system, operation, outcome, durationMs: hundredths(durationMs) };
      if (outcome === "internal_error") {
        internalError(`${system} ${operation}`, who, fields, error);
      } else if (outcome === "call_cancelled") {
        // The client left: nobody failed.
        write("debug", "backend call cancelled", { ...who, ...fields });
      } else {
        gate.pass(`call ${system} ${operation} ${outcome}`, (suppressed) =>
          write("warn", "backend call failed", {
            ...who,
            ...fields,
            error: toErrorFields(error),
            ...leftOut(suppressed),
          }),
        );
      }
    },

    breakerState({ system, operation, state, reason, order }: BreakerStateEvent): void {
      // Half-open comes with every try during an outage; what operators act on is open and closed.
      // What a person ordered is said whatever the level: somebody will ask who it was.
      const level = reason === "began" ? "debug" : reason === "ordered" ? "warn" : LEVELS[state];
      write(level, "breaker changed", { system, operation, state, reason, ...order });
    },

    cachePurge({ requestId, traceId, tags, everywhere, who, why }: CachePurgeEvent): void {
      write("warn", "cache purged", { ...requester(requestId, traceId), tags, everywhere, who, why });
    },

    connection({ connection, state, reason }: ConnectionEvent): void {
      write(state === "up" ? "info" : "warn", "connection changed", { connection, state, reason });
    },
  };
}

const LEVELS = { open: "warn", disabled: "warn", closed: "info", half_open: "debug" } as const;

interface Requester {
  readonly requestId: string;
  readonly traceId: string;
}

const requester = (requestId: string, traceId: string): Requester => ({
  requestId: clientText(requestId),
  traceId,
});
const requesterOf = (call: CallContext): Requester => requester(call.requestId, call.trace.traceId);

/** 500 is ours to mend, 502 to 504 the systems'. What a client did wrong or gave up (4xx, 499) is no alarm of ours. */
const requestLevel = (status: number) => (status === 500 ? "error" : status > 500 ? "warn" : "info");

const clientText = (text: string): string => shortened(text, CLIENT_TEXT_CHARACTERS_MAX);

const hundredths = (value: number): number => Math.round(value * 100) / 100;

const leftOut = (suppressed: number): { readonly suppressed?: number } =>
  suppressed > 0 ? { suppressed } : {};
