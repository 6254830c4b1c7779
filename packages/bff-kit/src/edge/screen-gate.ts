import type { IncomingMessage, ServerResponse } from "node:http";
import { type Clock, continueTrace, events, systemClock } from "@portico/core";
import type { AnyScreen } from "../screen/screen.ts";
import { noteArrival } from "./arrival.ts";
import { CLIENT_CLOSED_REQUEST } from "./edge.ts";
import type { LoadShedding } from "./load-shedding.ts";
import { priorityOf } from "./priority.ts";
import { requestIdOf } from "./request-id.ts";
import { problemAnswer, sentHeaders } from "./respond.ts";

/** Stands before the app. */
export interface Gate {
  /** Lets a request in at once or later, or answers it. */
  request(incoming: IncomingMessage, outgoing: ServerResponse, enter: () => void): void;
  /** A connection was accepted. */
  accepted(): void;
}

/** What keeps the process alive and shows how it is, is always answered. */
const ALWAYS_ANSWERED = new Set(["/health/live", "/health/ready", "/metrics"]);

/**
 * Has requests wait for their turn, and refuses what `shedding` does with a 503 that says when to come back: written
 * before Hono, the edge and an error's stack come to cost thrice as much.
 */
export function screenGate(
  service: { readonly name: string },
  screens: readonly AnyScreen<never>[],
  shedding: LoadShedding,
  clock: Clock = systemClock,
): Gate {
  const routes = screens.map(({ url }) => ({ url, expression: expressionOf(url) }));

  const request: Gate["request"] = (incoming, outgoing, enter) => {
    const path = pathOf(incoming);
    if (ALWAYS_ANSWERED.has(path)) {
      enter();
      return;
    }
    const arrivedMs = clock.now();
    let waits = false;
    const answered = (status: number, problem: "overloaded" | undefined): string => {
      const requestId = requestIdOf(incoming.headers["x-request-id"]);
      if (events.request.listened) {
        events.request.publish({
          service,
          requestId,
          traceId: continueTrace(incoming.headers["traceparent"] as string | undefined).traceId,
          method: incoming.method ?? "unknown",
          route: routes.find(({ expression }) => expression.test(path))?.url ?? "unmatched",
          status,
          durationMs: clock.now() - arrivedMs,
          problem,
          error: undefined,
        });
      }
      return requestId;
    };
    shedding.admit({
      rank: priorityOf(incoming.headers["x-portico-priority"]),
      enter() {
        if (incoming.destroyed || outgoing.destroyed) {
          answered(CLIENT_CLOSED_REQUEST, undefined);
          return;
        }
        if (waits) noteArrival(incoming, arrivedMs);
        enter();
      },
      refuse() {
        const requestId = answered(503, "overloaded");
        const answer = problemAnswer(overloaded(), requestId);
        outgoing.writeHead(answer.status, sentHeaders(answer, requestId)).end(answer.body);
      },
    });
    waits = true;
  };
  return { request, accepted: () => shedding.accepted() };
}

/** Between one second and three, so that those we refuse together do not return together. */
const overloaded = () => ({
  code: "overloaded" as const,
  details: {
    detail: "There are more requests than can be answered in time.",
    retryAfterMs: 1_000 + Math.floor(Math.random() * 2_000),
  },
});

function pathOf({ url = "" }: IncomingMessage): string {
  const end = url.indexOf("?");
  return end === -1 ? url : url.slice(0, end);
}

/** Of a pattern such as `/v1/orders/{orderId}`. */
const expressionOf = (url: string): RegExp => new RegExp(`^${url.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
