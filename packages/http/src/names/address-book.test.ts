import { fakeClock } from "@portico/core/testing";
import { expect, test } from "vitest";
import { addressBook } from "./address-book.ts";
import type { NameRecord } from "./name-source.ts";

/** A name server in the test's hand: answers what was set last, and counts. */
function source() {
  const state = { answer: async (): Promise<readonly NameRecord[]> => [], asked: 0 };
  const are = (...records: readonly NameRecord[]) => void (state.answer = async () => records);
  const is = (address: string, ttlS = 30) => are({ address, ttlS });
  const fails = (code: string) =>
    void (state.answer = () => Promise.reject(Object.assign(new Error(code), { code })));
  const hangs = () => void (state.answer = () => new Promise(() => {}));
  return {
    are,
    is,
    fails,
    hangs,
    asked: () => state.asked,
    addressesOf: () => {
      state.asked += 1;
      return state.answer();
    },
    close: () => {},
  };
}

function open() {
  const clock = fakeClock();
  const names = source();
  const book = addressBook(names, clock);
  return { clock, names, ask: () => book.addressesOf("crm.internal") };
}

test("an address is asked for once in its time, however many want it", async () => {
  const { clock, names, ask } = open();
  names.is("10.0.0.1", 30);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([["10.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]]);
  await clock.advance(29_999);
  await ask();
  expect(names.asked()).toBe(1);
});

test("after its time the old address serves once more while the new one is fetched", async () => {
  const { clock, names, ask } = open();
  names.is("10.0.0.1");
  await ask();
  names.is("10.0.0.2");
  await clock.advance(30_000);
  expect(await ask()).toEqual(["10.0.0.1"]);
  await clock.advance(0);
  expect(await ask()).toEqual(["10.0.0.2"]);
});

test.each(["ETIMEOUT", "ESERVFAIL", "ECONNREFUSED"])(
  "%s takes away no address we know, for ten minutes; then it does",
  async (code) => {
    const { clock, names, ask } = open();
    names.is("10.0.0.1");
    await ask();
    names.fails(code);
    await clock.advance(30_000);
    for (const passedMs of [0, 1, 599_998]) {
      await clock.advance(passedMs);
      expect(await ask()).toEqual(["10.0.0.1"]);
    }
    await clock.advance(1);
    await expect(ask()).rejects.toMatchObject({ code });
  },
);

test("a name server that hangs delays nobody who has an address, and is asked once", async () => {
  const { clock, names, ask } = open();
  names.is("10.0.0.1");
  await ask();
  names.hangs();
  await clock.advance(60_000);
  expect(await Promise.all([ask(), ask()])).toEqual([["10.0.0.1"], ["10.0.0.1"]]);
  expect(names.asked()).toBe(2);
});

test.each(["ENOTFOUND", "ENODATA"])("%s is believed: a name that was taken back is gone", async (code) => {
  const { clock, names, ask } = open();
  names.is("10.0.0.1");
  await ask();
  names.fails(code);
  await clock.advance(30_000);
  await ask();
  await clock.advance(0);
  await expect(ask()).rejects.toMatchObject({ code });
});

test.each([
  [0, 1_000],
  [86_400, 300_000],
])("a time of %i s counts as %i ms", async (ttlS, ms) => {
  const { clock, names, ask } = open();
  names.is("10.0.0.1", ttlS);
  await ask();
  await clock.advance(ms - 1);
  await ask();
  expect(names.asked()).toBe(1);
  await clock.advance(1);
  await ask();
  expect(names.asked()).toBe(2);
});

test("addresses of different times are asked for anew when the first of them is over", async () => {
  const { clock, names, ask } = open();
  names.are({ address: "10.0.0.1", ttlS: 60 }, { address: "10.0.0.2", ttlS: 10 });
  expect(await ask()).toEqual(["10.0.0.1", "10.0.0.2"]);
  await clock.advance(10_000);
  await ask();
  expect(names.asked()).toBe(2);
});

test("a failure is not remembered", async () => {
  const { names, ask } = open();
  names.fails("ETIMEOUT");
  await expect(ask()).rejects.toMatchObject({ code: "ETIMEOUT" });
  names.is("10.0.0.1");
  expect(await ask()).toEqual(["10.0.0.1"]);
});
