import { isDeepStrictEqual } from "node:util";
import { testCall, testSite } from "@portico/core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyMakerOf } from "./key.ts";

const QUESTIONS = 120_000;

/** Pieces that a careless key would mistake for its own punctuation, or for each other. */
const piece = fc.constantFrom(
  ...["a", "b", "1", "01", "1.0", "null", "true", "undefined", "__proto__", "constructor"],
  ...[",", '"', '","', "[", "]", "{", "}", ":", '":"', "\\", '\\"', "\\u0000", "\0"],
  ...["é", "e\u0301", "\u2028", "\ud800", "😀"],
);
const text = fc.oneof(
  { weight: 4, arbitrary: piece },
  { weight: 3, arbitrary: fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join("")) },
  { weight: 1, arbitrary: fc.string({ maxLength: 4, unit: "binary" }) },
);
const scalar = fc.oneof(
  text,
  fc.constantFrom<unknown>(0, -0, 1, 1.5, -1, 1e21, 2 ** 53, true, false, null, undefined),
);
const { value: input } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(text, tie("value"), { maxKeys: 3, noNullPrototype: false }),
  ),
}));
const question = fc.record({
  system: text,
  operation: text,
  audience: fc.constantFrom("public", "user"),
  customerId: text,
  input,
});
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

const keyOf = ({ system, operation, audience, customerId, input: asked }: Question): string =>
  keyMakerOf(testSite({ system, operation, audience }))(asked, testCall({ identity: { customerId } }));

/** What makes two questions the same, said without the code under test. */
const meaning = ({ system, operation, audience, customerId, input: asked }: Question) => [
  system,
  operation,
  ...(audience === "public" ? [] : [customerId]),
  plain(asked),
];

function plain(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (field === undefined ? [] : [[name, plain(field)]])),
  );
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries({ ...value, absent: undefined })
      .toReversed()
      .map(([name, field]) => [name, reversed(field)]),
  );
}

describe("a cache key", () => {
  test(`two different questions out of ${QUESTIONS} never share one`, () => {
    const byKey = new Map<string, Question>();
    let met = 0;
    for (const asked of fc.sample(question, QUESTIONS)) {
      const key = `${asked.audience} ${keyOf(asked)}`;
      const other = byKey.get(key);
      if (other === undefined) byKey.set(key, asked);
      else {
        met += 1;
        if (!isDeepStrictEqual(meaning(asked), meaning(other))) expect(asked).toEqual(other);
      }
    }
    expect(met, "questions that were asked twice").toBeGreaterThan(100);
    expect(byKey.size, "different questions").toBeGreaterThan(QUESTIONS / 2);
  });

  test("the same question has the same key, whatever the order of its fields", () => {
    fc.assert(
      fc.property(question, (asked) => {
        expect(keyOf({ ...asked, input: reversed(asked.input) })).toBe(keyOf(asked));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ["1", 1],
    ["null", null],
    ["true", true],
    ["", null],
    ["", undefined],
    [[undefined], [null]],
    [[], [undefined]],
    [Array.from({ length: 1 }), [null]],
    [
      [1, [2]],
      [[1], 2],
    ],
    [["a,b"], ["a", "b"]],
    [["a", "b"], { 0: "a", 1: "b" }],
    [{ a: { b: 1 } }, { "a.b": 1 }],
    [{ a: '1","b":"2' }, { a: "1", b: "2" }],
    [{ a: 1, b: 2 }, { "a:1,b": 2 }],
    [{ a: null }, {}],
    [JSON.parse('{"__proto__":{"a":1}}'), { a: 1 }],
    [JSON.parse('{"__proto__":{"a":1}}'), {}],
    [1e21, "1e+21"],
    ["é", "e\u0301"],
    ["\ud800", "\\ud800"],
  ])("%j and %j are different", (one, other) => {
    const keys = [one, other].map((asked) => keyMakerOf(testSite())(asked, testCall()));
    expect(keys[0]).not.toBe(keys[1]);
  });

  test.each([
    ["NaN", Number.NaN],
    ["Infinity", Infinity],
    ["a bigint", 1n],
    ["a symbol", Symbol("a")],
    ["a function", () => 1],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["an instance of a class", new URL("http://a")],
  ])("%s cannot be part of one, at no depth", (_, value) => {
    for (const asked of [value, [value], { a: { b: value } }]) {
      expect(() => keyMakerOf(testSite())(asked, testCall())).toThrow(TypeError);
    }
  });

  test("a user's operation asked by nobody is refused, and its question is not in the message", () => {
    const site = testSite({ audience: "user", system: "crm", operation: "findCustomer" });
    const ask = () => keyMakerOf(site)({ email: "ada@example.com" }, testCall({ identity: null }));
    expect(ask).toThrow(new TypeError("crm.findCustomer answers a user, and this call has no identity."));
  });

  test("a public operation's key is the same for everybody and for nobody", () => {
    const keys = [null, { customerId: "1" }, { customerId: "2" }].map((identity) =>
      keyMakerOf(testSite({ audience: "public" }))({ sku: "WIN-0001" }, testCall({ identity })),
    );
    expect(new Set(keys).size).toBe(1);
  });
});
