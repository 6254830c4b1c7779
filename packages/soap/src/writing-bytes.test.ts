import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode as encodeConstructs } from "../test/constructs/exchange.ts";
import { encode } from "../test/oddities/echo.ts";
import type { EverythingWire, NamesWire } from "../test/oddities/generated/oddities.gen.ts";

const nothing = { shape: [], item: [] };
const word = (content: string) => `<tns:Echo><tns:word>${content}</tns:word></tns:Echo>`;

// What XML 1.0 says of characters, production [2], and what must be escaped of them in text.
const CARRIED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const escapedText = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");

const names = {
  ["__proto__"]: "",
  "@type": "t",
  class: "",
  "kunden-nr": "",
  kundenNr: "",
  Größe: "",
  "a.b": "",
  value: "",
  from: "",
  xsString: "",
  namesCodec: "",
} as object as NamesWire;

/** With as little room as the first request of a process has: another request holds what earlier ones have made. */
async function encodeFromTheStart(input: EverythingWire): Promise<string> {
  let sent: Promise<string> | undefined;
  await encode({
    ...nothing,
    get word() {
      sent ??= encode(input);
      return "";
    },
  });
  return sent!;
}

describe("the bytes of a request", () => {
  test("are the text's in UTF-8, escaped where they must be, or there are none", async () => {
    const unit = fc.oneof(
      fc.constantFrom("a", "&", "<", ">", '"', "\r", "\n", "\t", "ß", "€", "🍷"),
      fc.constantFrom("\u0000", "\u001f", "\u007f", "\ufffe", "\uffff", "\ud83c", "\udf77", "\ufeff"),
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, minLength: 1, maxLength: 12 }), async (text) => {
        const sent = await encode({ ...nothing, word: text }).catch((error: Error) => error.message);
        expect(sent).toBe(
          CARRIED.test(text) ? word(escapedText(text)) : "A character XML cannot carry: /Echo/word",
        );
      }),
      { numRuns: 500 },
    );
  });

  test("are right wherever the room for them ends", async () => {
    const unit = fc.constantFrom("a", "&", "ß", "€", "🍷");
    // About as much as there is room for at first.
    const filler = fc.tuple(unit, fc.integer({ min: 2_000, max: 16_500 }));
    const colours = fc.array(fc.constantFrom("red" as const, "blue" as const), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(filler, colours, fc.string({ unit }), async ([one, count], shapes, last) => {
        const long = one.repeat(count);
        const sent = await encodeFromTheStart({
          names: { ...names, namesCodec: long },
          shape: shapes.map((colour) => ({ $type: "Shape", colour, id: "i" })),
          item: [],
          word: `${last}.`,
        });
        const written = shapes.map(
          (colour) => `<tns:shape id="i"><tns:colour>${colour}</tns:colour></tns:shape>`,
        );
        const end = `</tns:namesCodec></tns:names>${written.join("")}<tns:word>${escapedText(last)}.</tns:word></tns:Echo>`;
        expect(sent.endsWith(`<tns:namesCodec>${escapedText(long)}${end}`)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("are not mixed with those of a request that a getter of the input makes", async () => {
    let inner: Promise<string> | undefined;
    const outer = await encode({
      ...nothing,
      get word() {
        inner ??= encode({ ...nothing, word: "inner" });
        return "outer";
      },
    });
    expect(outer).toBe(word("outer"));
    expect(await inner).toBe(word("inner"));
  });

  test("are right after a request that was refused half-way", async () => {
    await expect(encode({ ...nothing, "@word": 1, word: "a\u0000" })).rejects.toThrow("/Echo/word");
    expect(await encode({ ...nothing, word: "b" })).toBe(word("b"));
  });

  test("are refused when the namespace of a name would not be XML", async () => {
    const name = [{ uri: "urn:\u0000", local: "a" }];
    await expect(encodeConstructs({ simple: { size: [], name } })).rejects.toThrow(
      "A character XML cannot carry: /Ask/simple/name[1]",
    );
  });
});
