import {
  BackendRejected,
  BackendTimeout,
  BackendUnavailable,
  BulkheadFull,
  CallCancelled,
  type CallContext,
  CircuitOpen,
  ContractBroken,
  type StaleAnswer,
} from "@portico/core";
import { describe, expect, test, vi } from "vitest";
import type { CachedOptions } from "./options.ts";
import { cachedOperation } from "./testing/cached-operation.ts";

const outage = new CircuitOpen("Left alone.", { retryAfterMs: 4_000 });

/** An operation that remembers "one", and fails when asked again. */
async function remembering(options: Partial<CachedOptions> = {}) {
  const { ask, asked, clock, remember } = cachedOperation({ freshMs: 1_000, staleMs: 10_000, ...options });
  const asOfMs = clock.epochMs();
  await remember("a", "one");
  const failWith = (error: Error, overrides: Partial<CallContext>) => {
    const answer = ask("a", overrides);
    asked.at(-1)?.fail(error);
    return answer;
  };
  return { ask, asked, clock, asOfMs, failWith };
}

const outcomeOf = async (answer: Promise<unknown>): Promise<"served" | "failed"> =>
  answer.then(
    () => "served",
    () => "failed",
  );

describe("a remembered answer over a failure", () => {
  test("is served to callers that allow it, with its age, the reason and when to ask again", async () => {
    const { asOfMs, clock, failWith } = await remembering();
    await clock.advance(5_000);
    const onStale = vi.fn<(stale: StaleAnswer) => void>();
    await expect(failWith(outage, { staleAgeMsMax: 600_000, onStale })).resolves.toBe("one");
    expect(onStale).toHaveBeenCalledExactlyOnceWith({ asOfMs, reason: "circuit_open", retryAfterMs: 4_000 });
  });

  test("is not served to callers that do not, not even in the moment it was given", async () => {
    const { failWith } = await remembering({ freshMs: 0 });
    const onStale = vi.fn<(stale: StaleAnswer) => void>();
    await expect(failWith(outage, { staleAgeMsMax: 0, onStale })).rejects.toBe(outage);
    expect(onStale).not.toHaveBeenCalled();
  });

  test.each([
    [2_999, "served"],
    [3_000, "served"],
    [3_001, "failed"],
  ])("may be as old as the caller says: at %i ms of 3000 it is %s", async (ageMs, outcome) => {
    const { clock, failWith } = await remembering();
    await clock.advance(ageMs);
    expect(await outcomeOf(failWith(outage, { staleAgeMsMax: 3_000 }))).toBe(outcome);
  });

  test.each([
    [9_999, "served"],
    [10_000, "served"],
    [10_001, "failed"],
  ])("is never older than the policy says: at %i ms of 10000 it is %s", async (ageMs, outcome) => {
    const { clock, failWith } = await remembering();
    await clock.advance(ageMs);
    expect(await outcomeOf(failWith(outage, { staleAgeMsMax: Infinity }))).toBe(outcome);
  });

  test("is judged by its age when it is served, not when it was asked for", async () => {
    const { ask, asked, clock } = await remembering({ staleMs: 3_000 });
    await clock.advance(2_500);
    const answer = ask("a", { staleAgeMsMax: 600_000 });
    await clock.advance(501);
    asked[1]?.fail(outage);
    expect(await outcomeOf(answer)).toBe("failed");
  });

  test.each([
    new BackendTimeout("Late."),
    new BackendUnavailable("Down."),
    new BulkheadFull("Full."),
    new ContractBroken("Nonsense."),
  ])("covers %o", async (error) => {
    const { clock, failWith } = await remembering();
    await clock.advance(2_000);
    await expect(failWith(error, { staleAgeMsMax: 5_000 })).resolves.toBe("one");
  });

  test.each([
    new BackendRejected("No longer yours."),
    new CallCancelled("Gone."),
    new TypeError("A bug of ours."),
  ])("does not cover %o", async (error) => {
    const { clock, failWith } = await remembering();
    await clock.advance(2_000);
    await expect(failWith(error, { staleAgeMsMax: 5_000 })).rejects.toBe(error);
  });

  test.each([
    [new BackendTimeout("The budget is spent."), "served"],
    [new CallCancelled("The client left."), "failed"],
  ])("when the caller stops waiting because of %o it is %s", async (reason, outcome) => {
    const { ask, clock } = await remembering();
    await clock.advance(2_000);
    const caller = new AbortController();
    const answer = ask("a", { staleAgeMsMax: 5_000, signal: caller.signal });
    caller.abort(reason);
    expect(await outcomeOf(answer)).toBe(outcome);
  });

  test("is for the caller that allows it, also when another waits for the same call", async () => {
    const { ask, asked, clock } = await remembering();
    await clock.advance(2_000);
    const lenient = ask("a", { staleAgeMsMax: 5_000 });
    const strict = ask("a");
    expect(asked).toHaveLength(2);
    expect(asked[1]?.call.staleAgeMsMax).toBe(0);
    asked[1]?.fail(outage);
    await expect(lenient).resolves.toBe("one");
    await expect(strict).rejects.toBe(outage);
  });
});
