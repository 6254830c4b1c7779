import { describe, expect, test } from "vitest";
import { encode } from "./exchange.ts";
import type { ConstructsWire } from "./generated/constructs.gen.ts";
import { ConstructsWireSchema } from "./generated/constructs.schemas.gen.ts";
import { NamesWireSchema } from "../oddities/generated/oddities.schemas.gen.ts";

const list = { size: [], name: [] };
const truck = { wheels: 6, vehicle: { car: { wheels: 3, doors: 1 } } };

describe("the zod schema takes what the codec sends, and as it is", () => {
  test.each<{ input: ConstructsWire }>([
    { input: {} },
    { input: { all: { one: 1, three: null } } },
    { input: { pairs: { $items: [{ key: "k", value: ["a"] }] } } },
    { input: { mixture: { $items: [{ number: null }, { left: 1, right: 2 }], end: ["", ""] } } },
    { input: { nested: { c: 1, $items: [{ f: 1, g: 2 }] } } },
    { input: { nested: { c: 1, e: [1], $items: [] } } },
    { input: { maybe: { from: 1, to: 2 } } },
    { input: { preset: { kind: "plain", version: "1.00", count: null } } },
    { input: { preset: { load: { unit: "kg", $value: "1.50" }, standard: { uri: "urn:x", local: "y" } } } },
    { input: { chain: { $type: "Third", first: "", zweitens: 1, third: 2 } } },
    { input: { weight: { unit: "kg", $value: "1.5" } } },
    { input: { garage: { vehicle: [{ tanker: truck }] } } },
    { input: { open: { known: 1, $any: [], $attributes: [{ uri: "urn:a", local: "b", value: "c" }] } } },
    { input: { place: { town: "Ulm" } } },
    { input: { simple: { ...list, numbers: [1], size: [7, "small"], share: 0.5, rate: "7.0" } } },
    { input: { simple: { ...list, name: [{ uri: "urn:x", local: "y" }], three: ["a", "b", "c"] } } },
  ])("$input", async ({ input }) => {
    expect(ConstructsWireSchema.parse(input)).toStrictEqual(input);
    await expect(encode(input)).resolves.toBeTypeOf("string");
  });

  test.each<{ input: unknown }>([
    { input: { unknown: 1 } },
    { input: { all: { one: 1 } } },
    { input: { all: { one: 1.5, three: "" } } },
    { input: { pairs: { $items: [] } } },
    { input: { mixture: { $items: [{ left: 1 }], end: ["", ""] } } },
    { input: { mixture: { $items: [{ text: "", number: 1 }], end: ["", ""] } } },
    { input: { mixture: { $items: [{}], end: ["", ""] } } },
    { input: { mixture: { $items: [], end: [""] } } },
    { input: { nested: { a: 1, b: 1 } } },
    { input: { nested: { c: 1, d: 1, e: [1], $items: [] } } },
    { input: { nested: { a: 1, d: 1 } } },
    { input: { nested: {} } },
    { input: { maybe: { from: 1 } } },
    { input: { preset: { kind: "fancy" } } },
    { input: { preset: { load: { unit: "kg", $value: "1.6" } } } },
    { input: { chain: { $type: "Fourth", first: "" } } },
    { input: { weight: { unit: "lb", $value: "1.5" } } },
    { input: { weight: { unit: "kg", $value: "-1" } } },
    { input: { garage: { vehicle: [] } } },
    { input: { garage: { vehicle: [{ tanker: truck, truck }] } } },
    { input: { place: { town: "" } } },
    { input: { simple: { ...list, size: ["7"] } } },
    { input: { simple: { ...list, share: 1 } } },
    { input: { simple: { ...list, holiday: "--02-02" } } },
    { input: { simple: { ...list, three: ["a", "b"] } } },
    { input: { simple: { ...list, name: [{ uri: "urn:x", local: "a b" }] } } },
  ])("refused by both: $input", async ({ input }) => {
    expect(ConstructsWireSchema.safeParse(input).success).toBe(false);
    await expect(encode(input as ConstructsWire)).rejects.toMatchObject({ code: "soap_input_invalid" });
  });

  test("names that mean something else in JavaScript are names", () => {
    const required = [
      "class",
      "kunden-nr",
      "kundenNr",
      "Größe",
      "a.b",
      "value",
      "from",
      "xsString",
      "namesCodec",
    ];
    const entries = [...required, "__proto__"].map((name) => [name, "x"] as const);
    const names: unknown = Object.fromEntries([...entries, ["@type", "t"]]);
    expect(NamesWireSchema.parse(names)).toStrictEqual(names);
    expect(
      NamesWireSchema.safeParse(Object.fromEntries([...entries.slice(0, -1), ["@type", "t"]])).success,
    ).toBe(false);
  });
});
