import { describe, expect, test } from "vitest";
import { decode, encode, roundTrip } from "./exchange.ts";
import type { SimpleWire } from "./generated/constructs.gen.ts";

const none = { size: [], name: [] };
const simple = async (inside: string, attributes = "") =>
  (await decode(`<simple${attributes}>${inside}</simple>`)).simple;

describe("simple types", () => {
  test("lists", async () => {
    expect(await simple("<numbers> 1\n2  -3 </numbers><sizes>7 small</sizes>")).toStrictEqual({
      ...none,
      numbers: [1, 2, -3],
      sizes: [7, "small"],
    });
    expect(await simple("<numbers/>")).toMatchObject({ numbers: [] });
    await expect(simple("<numbers>1 x</numbers>")).rejects.toThrow("Not a valid Numbers");
    expect(await encode({ simple: { ...none, numbers: [1, 2], three: ["a", "b", "c"] } })).toBe(
      "<c:simple><c:numbers>1 2</c:numbers><c:three>a b c</c:three></c:simple>",
    );
    await expect(encode({ simple: { ...none, three: ["a b", "c", "d"] } })).rejects.toThrow(
      "/Ask/simple/three",
    );
    await expect(encode({ simple: { ...none, three: ["a", "b"] } })).rejects.toThrow("/Ask/simple/three");
    await expect(simple("<three>a b</three>")).rejects.toThrow("Not a valid ThreeWords");
    await expect(simple("<tokens> </tokens>")).rejects.toThrow("Not a valid NMTOKENS");
  });

  test("a union takes the first type that takes the text", async () => {
    const size = [7, "small", "1234"] as const;
    expect(await simple("<size>007</size><size> small </size><size>1234</size>")).toStrictEqual({
      ...none,
      size,
    });
    await expect(simple("<size>medium</size>")).rejects.toThrow("Not a valid Size");
    // The text "7" would come back as the number.
    await expect(encode({ simple: { name: [], size: ["7"] } })).rejects.toThrow("/Ask/simple/size[1]");
    expect(await roundTrip({ simple: { name: [], size: [...size] } })).toStrictEqual({
      simple: { name: [], size },
    });
  });

  test("enumerations compare values, not spellings", async () => {
    expect(await simple("<rate>7</rate><holiday>--12-25</holiday><flag>1</flag>")).toStrictEqual({
      ...none,
      rate: "7.0",
      holiday: "--12-25",
      flag: true,
    });
    for (const wrong of ["<rate>8</rate>", "<holiday>--12-26</holiday>", "<flag>false</flag>"]) {
      await expect(simple(wrong)).rejects.toMatchObject({ code: "contract_broken" });
    }
  });

  test("bounds hold for floating point, too", async () => {
    expect(await simple("<share>9.9e-1</share>")).toMatchObject({ share: 0.99 });
    for (const wrong of ["1", "-1e-9", "INF", "NaN"]) {
      await expect(simple(`<share>${wrong}</share>`)).rejects.toThrow("Not a valid Share");
    }
  });

  test("qualified names are namespaces and names; prefixes are found and made", async () => {
    const read = await simple(
      '<name xmlns:q="urn:q">q:a</name><name> b </name><x:name xmlns="" xmlns:x="urn:constructs">c</x:name><standard xmlns:z="urn:constructs">z:din</standard>',
      ' type="b:t" refs="a  b" loose="&#10;"',
    );
    expect(read).toStrictEqual({
      size: [],
      name: [
        { uri: "urn:q", local: "a" },
        { uri: "urn:constructs", local: "b" },
        { uri: "", local: "c" },
      ],
      standard: { uri: "urn:constructs", local: "din" },
      type: { uri: "urn:base", local: "t" },
      refs: ["a", "b"],
      loose: "\n",
    } satisfies SimpleWire);
    expect(await roundTrip({ simple: read! })).toStrictEqual({ simple: read });
    for (const wrong of ["<name>nowhere:a</name>", "<name>a:b:c</name>", "<standard>din-a4</standard>"]) {
      await expect(simple(wrong)).rejects.toMatchObject({ code: "contract_broken" });
    }
    await expect(encode({ simple: { size: [], name: [{ uri: "urn:x", local: "a b" }] } })).rejects.toThrow(
      "Not a valid QName",
    );
  });
});
