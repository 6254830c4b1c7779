import { type AnswerAge, BackendUnavailable, type StaleAnswer } from "@portico/core";
import { expect, test, vi } from "vitest";
import { cachedOperation } from "./testing/cached-operation.ts";

/** What its callers are told of each answer. */
function telling() {
  const told: AnswerAge[] = [];
  const one = cachedOperation({ freshMs: 1_000, revalidateMs: 500, staleMs: 10_000 });
  return { ...one, told, ask: (input: unknown) => one.ask(input, { onAnswer: (age) => told.push(age) }) };
}

test("each caller is told where its answer is from, how old it is and for how long it is fresh", async () => {
  const { ask, asked, clock, told } = telling();
  const both = [ask("a"), ask("a")];
  await clock.advance(50);
  asked[0]?.answer("one");
  await Promise.all(both);
  await clock.advance(400);
  await ask("a");
  await clock.advance(700);
  await ask("a");
  expect(told).toEqual([
    { from: "miss", ageMs: 0, freshMsLeft: 1_000 },
    { from: "collapsed", ageMs: 0, freshMsLeft: 1_000 },
    { from: "hit", ageMs: 400, freshMsLeft: 600 },
    { from: "hit", ageMs: 1_100, freshMsLeft: -100 },
  ]);
});

test("an answer that covers an outage is told as the stale one it is", async () => {
  const { ask, asked, clock, remember } = cachedOperation();
  await remember("a", "one");
  await clock.advance(5_000);
  const told: AnswerAge[] = [];
  const answer = ask("a", { staleAgeMsMax: 10_000, onAnswer: (age) => told.push(age) });
  asked[1]?.fail(new BackendUnavailable("Down."));
  await answer;
  expect(told).toEqual([{ from: "stale", ageMs: 5_000, freshMsLeft: -4_000 }]);
});

test("what a shared call is told beneath is not told to the caller that came first", async () => {
  const { ask, asked } = cachedOperation();
  const onStale = vi.fn<(answer: StaleAnswer) => void>();
  const onAnswer = vi.fn<(age: AnswerAge) => void>();
  const answer = ask("a", { onStale, onAnswer });
  asked[0]?.call.onStale({ asOfMs: 0, reason: "backend_timeout", retryAfterMs: undefined });
  asked[0]?.call.onAnswer?.({ from: "hit", ageMs: 3_600_000, freshMsLeft: 0 });
  asked[0]?.answer("one");
  await answer;
  expect(onStale).not.toHaveBeenCalled();
  expect(onAnswer.mock.calls).toEqual([[{ from: "miss", ageMs: 0, freshMsLeft: 1_000 }]]);
});
