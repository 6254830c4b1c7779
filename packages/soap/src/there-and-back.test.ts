import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { roundTrip } from "../test/oddities/echo.ts";
import type { EverythingWire, NamesWire, ShapeWire } from "../test/oddities/generated/oddities.gen.ts";

describe("there and back", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", " ", "\n", "\r", "\t", "<", "&", "]]>", "é", "🍷", '"'),
  });
  const names: fc.Arbitrary<NamesWire> = fc
    .tuple(fc.array(text, { minLength: 13, maxLength: 13 }), fc.option(fc.boolean(), { nil: undefined }))
    .map(([values, flag]) => {
      const keys = [
        "__proto__",
        "constructor",
        "toString",
        "class",
        "kunden-nr",
        "kundenNr",
        "Größe",
        "a.b",
        "value",
        "from",
        "xsString",
        "namesCodec",
        "type",
      ];
      const entries = [...keys.map((key, i): [string, unknown] => [key, values[i]]), ["@type", "t-1"]];
      if (flag !== undefined) entries.push(["hasOwnProperty", flag]);
      return Object.fromEntries(entries) as NamesWire;
    });
  const colour = fc.constantFrom("red" as const, "blue" as const);
  const number = fc.double({ noNaN: true });
  const { shape } = fc.letrec<{ shape: ShapeWire }>((tie) => ({
    shape: fc.oneof(
      { maxDepth: 3 },
      fc.record({ $type: fc.constant("Shape" as const), colour }),
      fc.record({ $type: fc.constant("Circle" as const), colour, radius: number }),
      fc.record({ $type: fc.constant("Ring" as const), colour, radius: number, inner: number, label: text }),
      fc.record({
        $type: fc.constant("Group" as const),
        colour,
        member: fc.array(tie("shape"), { maxLength: 3 }),
      }),
    ),
  }));
  const either: fc.Arbitrary<NonNullable<EverythingWire["either"]>> = fc
    .tuple(
      fc.oneof(
        fc.record({ one: fc.integer() }),
        fc.record({ first: text, second: text }),
        fc.record({ second: text }),
        fc.record({ many: fc.array(text, { minLength: 1, maxLength: 3 }) }),
      ),
      fc.oneof(fc.constant({}), fc.record({ left: text }), fc.record({ right: text })),
      fc.boolean(),
    )
    .map(([first, second, end]) => ({ ...first, ...second, end }));
  const amount = fc.integer({ min: -1_049, max: 999_999 }).map((cents) => (cents / 100).toFixed(2));
  const everything: fc.Arbitrary<EverythingWire> = fc.record(
    {
      "@word": fc.integer(),
      names,
      shape: fc.array(shape, { maxLength: 3 }),
      price: fc.option(fc.record({ $value: amount, currency: text })),
      item: fc.array(
        fc.option(fc.record({ count: fc.integer({ min: 0, max: 99 }), note: fc.option(text) })),
        { maxLength: 3 },
      ),
      item_2: fc.record({ item: fc.record({ count: fc.constant(1), note: fc.constant(null) }) }),
      either,
      values: fc.record(
        {
          bytes: fc.uint8Array(),
          when: fc.constant("2026-11-22T10:00:00"),
          code: fc.constantFrom("AB1", "none"),
          level: fc.constantFrom(1 as const, 7 as const),
          amount,
          letters: fc.constant("a b"),
        },
        { requiredKeys: [] },
      ),
      word: text,
      nothing: fc.constant({}),
      word_2: text,
    },
    { requiredKeys: ["shape", "item"] },
  );

  test("everything comes back as it went", async () => {
    await fc.assert(
      fc.asyncProperty(everything, async (made) => {
        // fast-check's records have no prototype.
        const input = structuredClone(made);
        expect(await roundTrip(input)).toStrictEqual(input);
      }),
      { numRuns: 300 },
    );
  });
});
