import {
  type CallContext,
  CallCancelled,
  events,
  type Identity,
  isBackendError,
  type StaleAnswer,
} from "@portico/core";
import { Problem, toProblem } from "../edge/problem.ts";
import { type AnyScreen, type Section, type SectionState, STATES } from "./screen.ts";

/** What a screen is run with, apart from the call itself. */
export interface ScreenInput {
  readonly user: Identity;
  readonly path: Record<string, unknown>;
  readonly query: Record<string, unknown>;
}

/** The composed answer: each section's data under its own name, and the states of those that are not fresh. */
export type ScreenAnswer = Record<string, unknown>;

type AnySectionRequest = Parameters<Section["load"]>[1];

interface Outcome {
  readonly data: unknown;
  readonly state: SectionState | undefined;
}

/**
 * Starts all sections at once and composes their answer. Ends by the call's deadline: a section that is not there by
 * then counts as failed.
 * @throws {Problem} when a required section cannot be had, or says there is no such thing
 */
export async function runScreen(
  screen: AnyScreen,
  ports: object,
  input: ScreenInput,
  call: CallContext,
): Promise<ScreenAnswer> {
  const left = whenLeft(call.signal);
  const loads = new Map<string, Promise<unknown>>();
  try {
    const outcomes = screen.sections.map((section) => {
      const stale: StaleAnswer[] = [];
      const asked: AnySectionRequest = {
        user: input.user,
        path: input.path,
        query: input.query,
        call: { ...call, staleAgeMsMax: section.ageMsMax, onStale: (answer) => void stale.push(answer) },
        section: (name) =>
          loads.get(name) ?? Promise.reject(new TypeError(`"${name}" is not declared before this.`)),
      };
      const load = start(() => section.load(ports, asked));
      loads.set(section.name, load);
      return settle(screen, section, ports, Promise.race([load, left.promise]), asked, stale);
    });
    const settled = await Promise.all(outcomes);

    const answer: ScreenAnswer = {};
    const states: Record<string, SectionState> = {};
    for (const [i, { data, state }] of settled.entries()) {
      const { name } = screen.sections[i] as Section;
      answer[name] = data;
      if (state !== undefined) states[name] = state;
    }
    answer[STATES] = states;
    return answer;
  } finally {
    left.forget();
  }
}

/** A loader that throws before its first `await` has failed like any other. */
function start(load: () => Promise<unknown>): Promise<unknown> {
  let loading: Promise<unknown>;
  try {
    loading = load();
  } catch (error) {
    loading = Promise.reject(error);
  }
  // Another section may be the only one that looks at it, or none.
  loading.catch(() => {});
  return loading;
}

async function settle(
  screen: AnyScreen,
  section: Section,
  ports: object,
  loading: Promise<unknown>,
  asked: AnySectionRequest,
  stale: readonly StaleAnswer[],
): Promise<Outcome> {
  try {
    const data = await loading;
    const state = stale.length === 0 ? undefined : staleState(stale);
    report(asked.call, screen, section, state, undefined);
    return { data, state };
  } catch (error) {
    const reason = reasonOf(error);
    if (section.need === "required") {
      if (!(error instanceof Problem))
        report(asked.call, screen, section, { state: "unavailable", reason }, error);
      throw isBackendError(error) ? toProblem(error, section.name) : error;
    }
    const retryAfterMs = isBackendError(error) ? error.retryAfterMs : undefined;
    const { data, state } = await fallBack(section, ports, asked);
    const sectionState: SectionState = {
      state,
      reason,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
    report(asked.call, screen, section, sectionState, error);
    return { data, state: sectionState };
  }
}

/** What can be shown instead. A fallback that fails too leaves nothing, not an error. */
async function fallBack(
  section: Section,
  ports: object,
  asked: AnySectionRequest,
): Promise<{ data: unknown; state: "partial" | "unavailable" }> {
  if (section.otherwise === undefined) return { data: null, state: "unavailable" };
  try {
    return { data: await section.otherwise.load(ports, asked), state: "partial" };
  } catch {
    return { data: null, state: "unavailable" };
  }
}

/** The oldest of the remembered answers decides how old the section is. */
function staleState(stale: readonly StaleAnswer[]): SectionState {
  const oldest = stale.reduce((a, b) => (b.asOfMs < a.asOfMs ? b : a));
  return {
    state: "stale",
    reason: oldest.reason,
    asOf: new Date(oldest.asOfMs).toISOString(),
    ...(oldest.retryAfterMs === undefined ? {} : { retryAfterMs: oldest.retryAfterMs }),
  };
}

function reasonOf(error: unknown): string {
  if (isBackendError(error)) return error.code;
  return error instanceof Problem ? error.code : "internal_error";
}

function report(
  call: CallContext,
  screen: AnyScreen,
  section: Section,
  state: SectionState | undefined,
  error: unknown,
): void {
  if (!events.section.listened) return;
  events.section.publish({
    call,
    screen: screen.name,
    section: section.name,
    state: state?.state ?? "fresh",
    reason: state?.reason,
    error: state?.reason === "internal_error" ? error : undefined,
  });
}

/** Rejects when the budget is spent or the client has left; `forget` when neither matters any more. */
function whenLeft(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const onAbort = () => {
    const reason: unknown = signal.reason;
    reject(isBackendError(reason) ? reason : new CallCancelled("The client left."));
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return { promise, forget: () => signal.removeEventListener("abort", onAbort) };
}
