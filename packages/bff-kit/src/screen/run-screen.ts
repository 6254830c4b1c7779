import { setImmediate as endOfTurn } from "node:timers/promises";
import {
  abortReason,
  BackendTimeout,
  type CallContext,
  CallCancelled,
  events,
  type Identity,
  isBackendError,
  remainingMs,
  type StaleAnswer,
} from "@portico/core";
import { Problem, toProblem } from "../edge/problem.ts";
import { type ComposedPage, composePage, type Outcome } from "./composed-page.ts";
import type { AnyScreen, Section, SectionState } from "./screen.ts";
import { textOf } from "./view.ts";

/** What a screen is run with, apart from the call itself. */
export interface ScreenInput {
  readonly user: Identity;
  readonly path: Record<string, unknown>;
  readonly query: Record<string, unknown>;
}

type AnySectionRequest = Parameters<Section["load"]>[1];

/** A section that was started. */
interface Loading {
  readonly data: Promise<unknown>;
  /** Remembered answers it is made of, its own and those of the sections it waited for. */
  readonly stale: StaleAnswer[];
}

/**
 * Starts all sections at once and composes their answer. Ends by the call's deadline: a section that is not there by
 * then has failed.
 * @throws {Problem} when a required section cannot be had, or says there is no such thing
 * @throws {CallCancelled} when nobody waits for the answer any more
 */
export async function runScreen(
  screen: AnyScreen,
  ports: object,
  input: ScreenInput,
  call: CallContext,
): Promise<ComposedPage> {
  const left = whenLeft(call.signal);
  const started = new Map<string, Loading>();
  try {
    const outcomes = screen.sections.map((section) => {
      const stale: StaleAnswer[] = [];
      const asked: AnySectionRequest = {
        user: input.user,
        path: input.path,
        query: input.query,
        call: { ...call, staleAgeMsMax: section.ageMsMax, onStale: (answer) => void stale.push(answer) },
        async section(name) {
          const other = started.get(name);
          if (other === undefined) throw new TypeError(`"${name}" is not declared before this.`);
          const data = await other.data;
          // What is made of old data is as old.
          stale.push(...other.stale);
          return data;
        },
      };
      const data = start(() => section.load(ports, asked));
      started.set(section.name, { data, stale });
      return settle(screen, section, ports, { data, stale }, asked, left.promise);
    });
    return composePage(screen, await Promise.all(outcomes));
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
  loading: Loading,
  asked: AnySectionRequest,
  left: Promise<never>,
): Promise<Outcome> {
  const { stale } = loading;
  const patience = section.otherwise === undefined ? undefined : whenLate(asked.call);
  try {
    const data = await Promise.race([loading.data, left, ...(patience ? [patience.promise] : [])]);
    const json = toJson(data);
    const state = stale.length === 0 ? undefined : staleState(stale);
    report(asked.call, screen, section, state, undefined);
    return { data, json, state };
  } catch (error) {
    throwIfNobodyReads(asked.call);
    const reason = reasonOf(error);
    if (section.need === "required") {
      if (!(error instanceof Problem))
        report(asked.call, screen, section, { state: "unavailable", reason }, error);
      throw isBackendError(error) ? toProblem(error, section.name) : error;
    }
    const retryAfterMs = isBackendError(error) ? error.retryAfterMs : undefined;
    const { data, json, state } = await fallBack(section, ports, asked, left);
    const sectionState: SectionState = {
      state,
      reason,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
    report(asked.call, screen, section, sectionState, error);
    return { data, json, state: sectionState };
  } finally {
    patience?.forget();
  }
}

/** Nobody reads the page: what it cannot show is no news, and nothing is worth asking for. */
function throwIfNobodyReads({ signal }: CallContext): void {
  if (signal.reason instanceof CallCancelled) throw signal.reason;
}

// Enough to read again what was remembered a moment ago.
const FALLBACK_MS = 50;

/** Rejects a little before the budget is spent: after it, nothing could be asked for that can be shown instead. */
function whenLate(call: CallContext): { promise: Promise<never>; forget: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const late = () => reject(new BackendTimeout("The section took all the time there was."));
  return { promise, forget: call.clock.after(remainingMs(call) - FALLBACK_MS, late) };
}

/**
 * What can be shown instead, within what is left of the budget. A fallback that fails too leaves nothing, not an error.
 * @throws {CallCancelled} when nobody waits for the page any more
 */
async function fallBack(
  section: Section,
  ports: object,
  asked: AnySectionRequest,
  left: Promise<never>,
): Promise<{ data: unknown; json: string; state: "partial" | "unavailable" }> {
  const { otherwise } = section;
  if (otherwise === undefined) return NOTHING;
  // What failed here may have failed a required section too: then the page is answered before this turn ends.
  await endOfTurn();
  throwIfNobodyReads(asked.call);
  try {
    const data = await Promise.race([start(() => otherwise.load(ports, asked)), left]);
    return { data, json: toJson(data), state: "partial" };
  } catch {
    return NOTHING;
  }
}

const NOTHING = { data: null, json: "null", state: "unavailable" } as const;

/** One section at a time: what one of them cannot say in JSON is missing there, and costs no other. */
function toJson(data: unknown): string {
  const json = textOf(data);
  if (json === undefined) throw new TypeError("The section's data is nothing that JSON can say.");
  return json;
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

/**
 * Rejects when the budget is spent or the client has left, after whoever hears the same signal had its say: a cache then
 * gives what it remembers. `forget` when neither matters any more.
 */
function whenLeft(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const onAbort = () => void setImmediate(() => reject(abortReason(signal)));
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return { promise, forget: () => signal.removeEventListener("abort", onAbort) };
}
