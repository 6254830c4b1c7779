import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { xsPattern } from "./pattern.ts";

describe("an xs:pattern", () => {
  test.each([
    ["[0-9]{6}", ["100001"], ["10000", "1000012", " 100001", "١٠٠٠٠١"]],
    ["\\d{2}", ["12", "١٢"], ["1a"]],
    ["[A-Z]{2}[0-9]{2}|neu", ["DE12", "neu"], ["DE1", "neuDE12"]],
    ["(ab?){1,2}c*", ["a", "abab", "abc", "aacc"], ["", "ababab", "b"]],
    ["^a$", ["^a$"], ["a"]],
    ["a\\.b\\-c", ["a.b-c"], ["axb-c"]],
    [".", ["x", "🍷"], ["", "\n", "xx"]],
    ["[^\\s,;]+", ["a-b"], ["a b", "a,b", ""]],
    ["[a-z-[aeiou]]+", ["xyz"], ["xaz"]],
    ["[+\\-]?[0-9]+", ["-1", "+1", "1"], ["--1"]],
    ["[-a]", ["-", "a"], ["b"]],
    ["\\p{Lu}\\p{Ll}*", ["Über"], ["über"]],
    ["\\P{L}", ["1"], ["a"]],
    ["\\i\\c*", ["_a-1", "é"], ["1a", "-"]],
    ["\\w+", ["aé1_".replace("_", "")], ["a b", "a-b"]],
    ["(a*)*", ["", "aaa"], ["b"]],
    ["(|a){3}", ["", "aaa"], ["aaaa"]],
    ["a{2,}", ["aa", "aaaa"], ["a"]],
    ["", [""], ["a"]],
  ])("%s means the whole text", (source, matching, others) => {
    const matches = xsPattern(source);
    expect(matching.filter((text) => !matches(text))).toEqual([]);
    expect(others.filter((text) => matches(text))).toEqual([]);
  });

  test.each([
    "(",
    ")",
    "a)",
    "[",
    "[a",
    "a{2",
    "a{3,2}",
    "a{9999}",
    "*a",
    "[z-a]",
    "\\q",
    "\\p{IsGreek}",
    "\\p{",
    "a\\",
    "((((a{1000}){1000}){1000}))",
  ])("%s is refused", (source) => {
    expect(() => xsPattern(source)).toThrow(SyntaxError);
  });

  test("agrees with RegExp where both mean the same", () => {
    const atom = fc.constantFrom("a", "b", "[ab]", "[^a]", "(ab|b)", "(a|)", "\\d", "1");
    const quantifier = fc.constantFrom("", "?", "*", "+", "{2}", "{0,2}", "{1,}");
    const source = fc
      .array(
        fc.tuple(atom, quantifier).map((parts) => parts.join("")),
        { maxLength: 4 },
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        source,
        fc.string({ unit: fc.constantFrom("a", "b", "1", "c"), maxLength: 8 }),
        (pattern, text) => {
          expect(xsPattern(pattern)(text)).toBe(new RegExp(`^(?:${pattern})$`).test(text));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("means the same however much of it is remembered and forgotten", () => {
    // Of the last twelve characters each set is a step of its own: 4,096, more than are remembered.
    const matches = xsPattern("(a|b)*a(a|b){11}");
    const like = /^[ab]*a[ab]{11}$/;
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b"), minLength: 12, maxLength: 200 }), (text) => {
        expect(matches(text)).toBe(like.test(text));
        expect(matches(`${text}ä`)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test("that would keep a backtracking engine busy for ever is as quick as any", () => {
    const text = `${"a".repeat(50_000)}!`;
    expect(xsPattern("(a|a)*")(text)).toBe(false);
    expect(xsPattern("(a+)+")(text)).toBe(false);
    expect(xsPattern("(.*a){20}")(text)).toBe(false);
  });
});
