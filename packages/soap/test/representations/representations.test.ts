import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { format } from "oxfmt";
import { testCall } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { soapClient } from "../../src/client.ts";
import { compileContract, compileSchemas, compileService } from "../../src/codegen/compile.ts";
import { interpretService } from "../../src/codegen/interpret.ts";
import { NotCompilable } from "../../src/codegen/not-compilable.ts";
import type { Representations } from "../../src/codegen/representation-choices.ts";
import { cannedHttp, soapBody } from "../canned-http.ts";
import { inCents } from "./cents.ts";
import { amountsContract, type AmountsWire } from "./generated/amounts.gen.ts";
import { AmountsWireSchema } from "./generated/amounts.schemas.gen.ts";

const request = {
  name: "amounts",
  folder: fileURLToPath(new URL("contract", import.meta.url)),
  wsdl: "amounts.wsdl",
  representations: {
    "xs:long": "bigint",
    "{urn:amounts}Rate": "number",
    "{urn:amounts}Money": { module: "../cents.ts", name: "inCents", type: "Cents" },
  } as const,
};

describe("what is generated", () => {
  test.each([
    ["amounts.gen.ts", compileContract],
    ["amounts.schemas.gen.ts", compileSchemas],
  ])("is what is committed: %s", async (file, compile) => {
    const { code, errors } = await format(file, compile(request), { printWidth: 110 });
    expect(errors).toEqual([]);
    await expect(code).toMatchFileSnapshot(`generated/${file}`);
  });
});

const compiled = compileService(request);
const engines = [
  ["generated", amountsContract],
  ["interpreted", interpretService(compiled, undefined, { inCents }) as unknown as typeof amountsContract],
] as const;

describe.each(engines)("values held otherwise, %s", (_name, contract) => {
  const url = "http://amounts.example/";

  const read = (inside: string, attributes = ' version="1"') => {
    const http = cannedHttp(() =>
      soapBody(
        `<t:Answer xmlns:t="urn:amounts" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"${attributes}>${inside}</t:Answer>`,
      ),
    );
    return soapClient(contract, { url, http }).Ask({ version: 0n, small: [] }, testCall());
  };

  async function exchange(input: AmountsWire): Promise<{ sent: string; back: AmountsWire }> {
    const http = cannedHttp(({ body }) => ({
      body: Buffer.from(String(body).replaceAll("tns:Ask", "tns:Answer").replaceAll("t:Ask", "t:Answer")),
    }));
    const back = await soapClient(contract, { url, http }).Ask(input, testCall());
    return { sent: String(http.requests[0]!.body), back };
  }

  test("come as they were chosen: in lists, unions, restrictions, attributes, text with attributes", async () => {
    const inside =
      "<key>9007199254740993</key><keys>1 -9223372036854775808</keys><small> 007 </small><either>12</either>" +
      "<level>2</level><first/><always/><rate>0.125</rate><price>12.5</price><fee>0.01</fee><plain>1.50</plain>" +
      '<weight tax="0.19">3</weight>';
    expect(await read(inside)).toStrictEqual({
      version: 1n,
      key: 9_007_199_254_740_993n,
      keys: [1n, -9_223_372_036_854_775_808n],
      small: [7n],
      either: 12n,
      // Enumerations have constants, which stay text.
      level: "2",
      first: 1n,
      always: 7n,
      rate: 0.125,
      price: { cents: 1_250 },
      fee: { cents: 1 },
      plain: "1.50",
      weight: { $value: { cents: 300 }, tax: 0.19 },
    } satisfies AmountsWire);
  });

  test("what cannot be held without loss, or breaks the contract, is no value", async () => {
    for (const [inside, message] of [
      ["<rate>0.1234567890123456789</rate>", "Not a valid Rate: /Envelope/Body/Answer/rate"],
      ["<key>9223372036854775808</key>", "Not a valid long: /Envelope/Body/Answer/key"],
      ["<small>1000</small>", "Not a valid SmallKey: /Envelope/Body/Answer/small[1]"],
      ["<always>8</always>", "Not a valid long: /Envelope/Body/Answer/always"],
      ["<fee>10.01</fee>", "Not a valid Fee: /Envelope/Body/Answer/fee"],
      ["<price>0.001</price>", "Not a valid Money: /Envelope/Body/Answer/price"],
    ] as const) {
      await expect(read(inside)).rejects.toThrow(message);
    }
  });

  test("go back as they came, digit for digit", async () => {
    const long = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n);
    const cents = fc.integer({ min: 0, max: 100_000_000 }).map((amount) => ({ cents: amount }));
    const amounts: fc.Arbitrary<AmountsWire> = fc.record(
      {
        version: long,
        key: fc.option(long),
        keys: fc.array(long),
        small: fc.array(fc.bigInt(-999n, 999n)),
        either: fc.oneof(long, fc.constantFrom("a", "b c")),
        first: long,
        rate: fc.integer().map((number) => number / 1_024),
        price: cents,
        weight: cents.map((amount) => ({ $value: amount })),
      },
      { requiredKeys: ["version", "small"], noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(amounts, async (input) => {
        expect((await exchange(input)).back).toStrictEqual(input);
        expect(AmountsWireSchema.safeParse(input).success).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test("are checked before anything is sent, and the schema agrees", async () => {
    for (const [wrong, message] of [
      [{ key: "1" }, "Not a valid long: /Ask/key"],
      [{ key: 1 }, "Not a valid long: /Ask/key"],
      [{ key: 2n ** 63n }, "Not a valid long: /Ask/key"],
      [{ small: [1_000n] }, "Not a valid SmallKey: /Ask/small[1]"],
      [{ level: 1n }, "Not a valid Level: /Ask/level"],
      [{ always: 8n }, "Not a valid long: /Ask/always"],
      [{ rate: 1e21 }, "Not a valid Rate: /Ask/rate"],
      [{ rate: Infinity }, "Not a valid Rate: /Ask/rate"],
      [{ price: { cents: 1.5 } }, "Not a valid Money: /Ask/price"],
      [{ fee: { cents: 1_001 } }, "Not a valid Fee: /Ask/fee"],
      [{ price: "1.00" }, "Not a valid Money: /Ask/price"],
    ] as const) {
      const input = { version: 1n, small: [], ...wrong };
      await expect(exchange(input as unknown as AmountsWire)).rejects.toThrow(message);
      expect(AmountsWireSchema.safeParse(input).success).toBe(false);
    }
  });
});

test.each<[string, Representations, string]>([
  ["a type nobody knows", { long: "bigint" }, '"long" is no type to represent'],
  ["a built-in type there is not", { "xs:lng": "bigint" }, '"xs:lng" is no type to represent'],
  [
    "a type nothing reaches",
    { "{urn:amounts}Mony": "number" },
    "no operation has values of {urn:amounts}Mony",
  ],
  ["text as numbers", { "xs:token": "number" }, "values of xs:token cannot be held as number"],
  ["decimals as bigint", { "xs:decimal": "bigint" }, "values of xs:decimal cannot be held as bigint"],
  [
    "an enumeration",
    { "{urn:amounts}Level": "bigint" },
    "values of {urn:amounts}Level cannot be held as bigint",
  ],
  ["a list", { "{urn:amounts}Keys": "bigint" }, "values of {urn:amounts}Keys cannot be held as bigint"],
  [
    "exports that are no names",
    { "xs:long": { module: "./a.ts", name: "a; b", type: "T" } },
    "the representation of xs:long names no exports",
  ],
])("%s cannot be chosen, with the place", (_what, representations, message) => {
  const compile = () => compileContract({ ...request, representations });
  expect(compile).toThrow(NotCompilable);
  expect(compile).toThrow(/^amounts\.wsdl:\d+: /);
  expect(compile).toThrow(message);
});
