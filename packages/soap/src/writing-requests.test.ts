import { describe, expect, test } from "vitest";
import { encode } from "../test/oddities/echo.ts";
import type { EverythingWire, ShapeWire, TreeWire } from "../test/oddities/generated/oddities.gen.ts";
import { SoapInputInvalid } from "./input-invalid.ts";

describe("a request", () => {
  test("has the schema's order whatever the object's, and escapes what it must", async () => {
    expect(
      await encode({
        word: "<&>\"'\r\n",
        tree: { tree: [], leaf: ["\t"] },
        item: [null],
        shape: [],
        "@word": -1,
      }),
    ).toBe(
      '<tns:Echo word="-1"><tns:tree><tns:leaf>\t</tns:leaf></tns:tree><tns:item xsi:nil="true"/>' +
        "<tns:word>&lt;&amp;&gt;\"'&#13;\n</tns:word></tns:Echo>",
    );
  });

  test("names the type of an element that is not of its declared one", async () => {
    const circle: ShapeWire = { $type: "Circle", colour: "red", radius: 0.5, id: "c" };
    expect(await encode({ shape: [{ $type: "Shape", colour: "blue" }, circle], item: [] })).toBe(
      "<tns:Echo><tns:shape><tns:colour>blue</tns:colour></tns:shape>" +
        '<tns:shape xsi:type="tns:Circle" id="c"><tns:colour>red</tns:colour><tns:radius>0.5</tns:radius></tns:shape></tns:Echo>',
    );
  });

  const wrong = (input: unknown) => encode(input as EverythingWire).catch((error: unknown) => error);
  const base = { shape: [], item: [] };
  test.each([
    [
      "an unknown property",
      { ...base, surprise: 1 },
      "A property the contract does not know: /Echo/surprise",
    ],
    [
      "an own __proto__",
      JSON.parse('{"shape":[],"item":[],"__proto__":{}}'),
      "A property the contract does not know: /Echo/__proto__",
    ],
    ["no object", "text", "An object is needed: /Echo"],
    ["null", null, "An object is needed: /Echo"],
    ["an array for an object", { ...base, tree: [] }, "An object is needed: /Echo/tree"],
    [
      "a missing value",
      { ...base, item: [{ note: null }] },
      "A required value is missing: /Echo/item[1]/count",
    ],
    ["a missing array", { shape: [] }, "An array is needed: /Echo/item"],
    ["a hole in an array", { ...base, shape: [undefined] }, "A hole in an array: /Echo/shape[1]"],
    [
      "too many elements",
      { ...base, item: [null, null, null, null] },
      "At most 3 elements are allowed: /Echo/item",
    ],
    ["null where nothing may be nil", { ...base, word: null }, "Not a valid string: /Echo/word"],
    ["a number for a string", { ...base, word: 1 }, "Not a valid string: /Echo/word"],
    ["a string for a number", { ...base, "@word": "1" }, "Not a valid int: /Echo/@word"],
    [
      "a value out of bounds",
      { ...base, item: [{ count: 100, note: null }] },
      "Not a valid Item count value: /Echo/item[1]/count",
    ],
    [
      "a value that is no enumeration's",
      { ...base, shape: [{ $type: "Shape", colour: "green" }] },
      "Not a valid Colour: /Echo/shape[1]/colour",
    ],
    [
      "a type nobody knows",
      { ...base, shape: [{ $type: "Square", colour: "red" }] },
      "A type the contract does not know here: /Echo/shape[1]/$type",
    ],
    ["no type", { ...base, shape: [{ colour: "red" }] }, "A required value is missing: /Echo/shape[1]/$type"],
    ["null for a typed element", { ...base, shape: [null] }, "An object is needed: /Echo/shape[1]"],
    [
      "two alternatives",
      { ...base, either: { one: 1, second: "2", end: true } },
      "More than one alternative of a choice: /Echo/either/one|first|many",
    ],
    [
      "no alternative",
      { ...base, either: { end: true } },
      "No alternative of a choice: /Echo/either/one|first|many",
    ],
    [
      "half an alternative",
      { ...base, either: { first: "1", end: true } },
      "A required value is missing: /Echo/either/second",
    ],
    ["a character XML has not", { ...base, word: "a\u0000" }, "A character XML cannot carry: /Echo/word"],
    ["half a surrogate pair", { ...base, word: "\ud83c" }, "A character XML cannot carry: /Echo/word"],
    [
      "an inherited method for a value",
      { ...base, names: { "@type": "t" } },
      "A required value is missing: /Echo/names/__proto__",
    ],
  ])("with %s is refused before anything is sent", async (_what, input, message) => {
    const error = await wrong(input);
    expect(error).toBeInstanceOf(SoapInputInvalid);
    expect((error as Error).message).toBe(message);
    expect(error).toMatchObject({ code: "soap_input_invalid", path: message.split(": ")[1] });
  });

  test("with an object inside itself is refused", async () => {
    const tree: TreeWire = { leaf: [], tree: [] };
    tree.tree.push(tree);
    await expect(encode({ ...base, tree })).rejects.toThrow(
      /^Nested too deep, or an object inside itself: \/Echo/,
    );
  });
});
