import { expect, test } from "vitest";
import { loadShedding } from "./load-shedding.ts";

/** A process whose turns of the event loop, and the time they take, are in the test's hand. */
function byHand() {
  let nowMs = 0;
  let putOff: (() => void)[] = [];
  const entered: string[] = [];
  const refused: string[] = [];
  const clock = { now: () => nowMs, epochMs: () => nowMs, after: () => () => {} };
  const shed = loadShedding({}, clock, (callback) => void putOff.push(callback));
  return {
    entered,
    refused,
    passes: (ms: number) => void (nowMs += ms),
    accepts: () => shed.accepted(),
    endTurn: () => {
      const callbacks = putOff;
      putOff = [];
      for (const callback of callbacks) callback();
    },
    come: (...names: readonly string[]) => {
      for (const name of names) {
        const enter = () => void entered.push(name);
        shed.admit({ rank: "interactive", enter, refuse: () => void refused.push(name) });
      }
    },
  };
}

test("a page begins as it comes, whatever was begun in turns before", () => {
  const { come, endTurn, entered, passes } = byHand();
  come("first");
  endTurn();
  passes(10);
  come("second");
  expect(entered).toEqual(["first", "second"]);
});

test("a page waits while each turn accepts a connection, and for four milliseconds at most", () => {
  const { accepts, come, endTurn, entered, passes } = byHand();
  accepts();
  come("page");
  for (const afterMs of [0, 1, 2, 3, 4]) {
    expect(entered, `after ${afterMs} ms`).toEqual([]);
    endTurn();
    passes(1);
    accepts();
  }
  expect(entered).toEqual(["page"]);
});

test("a process that was not let run for long while pages waited takes none of them for slow", () => {
  const { come, endTurn, entered, passes, refused } = byHand();
  come("first");
  passes(5);
  come("second", "third", "fourth");
  endTurn();
  passes(10_000);
  endTurn();
  expect(entered).toEqual(["first", "second", "third"]);
  come(...Array.from({ length: 100 }, (_, at) => `later ${at}`));
  expect(refused).toEqual([]);
});
