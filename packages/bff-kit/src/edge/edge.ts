import type { HttpBindings } from "@hono/node-server";
import {
  type AnswerAge,
  BackendTimeout,
  type CallContext,
  CallCancelled,
  type Clock,
  continueTrace,
  events,
  type Identity,
  isBackendError,
} from "@portico/core";
import type { Context } from "hono";
import { arrivalMs } from "./arrival.ts";
import { priorityOf } from "./priority.ts";
import { Problem } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";
import { checkFraming, checkHost, checkLimits } from "./request-limits.ts";
import { type Answer, problemAnswer, toResponse } from "./respond.ts";

export type Bindings = { Bindings: Partial<HttpBindings> };

/** What the edge knows of a request before anybody handles it. */
export interface EdgeRequest {
  readonly requestId: string;
  /** Begins the call context of this request: its budget counts from the request's arrival. */
  readonly begin: (
    identity: Identity | null,
    budgetMs: number,
    onAnswer: (age: AnswerAge) => void,
  ) => CallContext;
}

export interface Edge {
  /** Handles one request: limits, request id, trace, problems and the report of how it went. */
  handle(
    c: Context<Bindings>,
    route: string,
    answer: (request: EdgeRequest) => Promise<Answer>,
  ): Promise<Response>;
}

// Kept back from a screen's budget, so that the answer is composed and sent within it.
const COMPOSING_MS = 25;

export const createEdge = (service: { readonly name: string }, clock: Clock): Edge => ({
  async handle(c, route, answer) {
    // Without a server beneath, as in a test, there is nothing to weigh.
    const incoming = (c.env as Partial<HttpBindings> | undefined)?.incoming;
    const startMs = (incoming && arrivalMs(incoming)) ?? clock.now();
    const priority = priorityOf(c.req.header("x-portico-priority"));
    const trace = continueTrace(c.req.header("traceparent"));
    const requestId = requestIdOf(c.req.header("x-request-id"));
    const controller = new AbortController();
    let cancelTimer = () => {};
    const clientSignal = c.req.raw.signal;
    const onClientLeft = () => controller.abort(new CallCancelled("The client left."));
    clientSignal.addEventListener("abort", onClientLeft, { once: true });

    const begin: EdgeRequest["begin"] = (identity, budgetMs, onAnswer) => {
      const deadlineMs = startMs + budgetMs - COMPOSING_MS;
      cancelTimer = clock.after(deadlineMs - clock.now(), () => controller.abort(budgetSpent(budgetMs)));
      if (clientSignal.aborted) onClientLeft();
      const { signal } = controller;
      return {
        requestId,
        trace,
        service,
        identity,
        priority,
        clock,
        deadlineMs,
        signal,
        staleAgeMsMax: 0,
        onStale: ignore,
        onAnswer,
      };
    };

    let problem: Problem | undefined;
    let failure: unknown;
    let answered: Answer;
    try {
      if (incoming !== undefined) {
        checkLimits(incoming);
        checkHost(incoming);
        checkFraming(incoming);
      }
      answered = await answer({ requestId, begin });
    } catch (error) {
      failure = error;
      problem = asProblem(error);
      answered = problemAnswer(problem, requestId);
    } finally {
      cancelTimer();
      clientSignal.removeEventListener("abort", onClientLeft);
      controller.abort(ANSWERED);
    }
    if (events.request.listened) {
      const clientLeft = clientSignal.aborted;
      events.request.publish({
        service,
        requestId,
        traceId: trace.traceId,
        method: c.req.method,
        route,
        status: clientLeft ? CLIENT_CLOSED_REQUEST : answered.status,
        durationMs: clock.now() - startMs,
        problem: clientLeft ? undefined : problem?.code,
        error: problem?.code === "internal_error" ? failure : undefined,
      });
    }
    return toResponse(answered, requestId);
  },
});

/** Whatever still runs for a request that is answered runs for nobody. One for all: a stack per request is not free. */
const ANSWERED = new CallCancelled("The request is answered.");

/** Why a request is over for its sections when its time is up. */
export const budgetSpent = (budgetMs: number): BackendTimeout =>
  new BackendTimeout(`The screen's budget of ${budgetMs} ms is spent.`);

/** What nginx logs when nobody was there to read the answer; never sent. */
export const CLIENT_CLOSED_REQUEST = 499;

const ignore = () => {};

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isBackendError(error) && error.code === "call_cancelled") {
    return new Problem("backend_unavailable", { detail: "The request was cancelled.", cause: error });
  }
  return new Problem("internal_error", {
    detail: "The request failed for a reason that was logged.",
    cause: error,
  });
}
