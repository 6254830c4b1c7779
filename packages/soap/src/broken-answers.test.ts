import { ContractBroken } from "@portico/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, echoResponse } from "../test/oddities/echo.ts";

const breach = async (body: string) => {
  const error: unknown = await decode(body).catch((reason: unknown) => reason);
  return error instanceof ContractBroken ? error.message : error;
};

describe("an answer that is not what the contract says", () => {
  const at = "/Envelope/Body/EchoResponse";
  test.each([
    ["an unknown element", "<surprise/>", `An element the contract does not know here: ${at}`],
    [
      "a known element of another namespace",
      '<word xmlns="urn:other">w</word>',
      `An element the contract does not know here: ${at}`,
    ],
    ["the wrong order", "<word>w</word><tree/>", `An element the contract does not know here: ${at}`],
    [
      "one element too many of a list",
      "<item xsi:nil='1'/>".repeat(4),
      `More than 3 elements: ${at}/item[4]`,
    ],
    [
      "a missing element",
      "<item><count>1</count></item>",
      `A required element is missing: ${at}/item[1]/note`,
    ],
    ["a missing attribute", "<price>1</price>", `A required attribute is missing: ${at}/price/@currency`],
    ["an unknown attribute", "<tree colour='red'/>", `An attribute the contract does not know: ${at}/tree`],
    [
      "an attribute of a namespace it has not",
      "<price currency='EUR' x:currency='EUR'>1</price>",
      `An attribute the contract does not know: ${at}/price`,
    ],
    [
      "a bad number",
      "<item><count>many</count><note/></item>",
      `Not a valid Item count value: ${at}/item[1]/count`,
    ],
    [
      "a number out of bounds",
      "<item><count>100</count><note/></item>",
      `Not a valid Item count value: ${at}/item[1]/count`,
    ],
    [
      "an unknown value of an enumeration",
      "<shape><colour>green</colour></shape>",
      `Not a valid Colour: ${at}/shape[1]/colour`,
    ],
    [
      "a decimal with too many digits",
      "<price currency='EUR'>1.234</price>",
      `Not a valid Amount: ${at}/price`,
    ],
    ["text where elements belong", "<tree>leaf</tree>", `Text between elements: ${at}/tree`],
    ["an element where text belongs", "<word><b/></word>", `An element inside a simple value: ${at}/word`],
    ["nil where it may not be", "<word xsi:nil='true'/>", `nil where the contract allows none: ${at}/word`],
    [
      "nil with content",
      "<price xsi:nil='true' currency='EUR'>1</price>",
      `Attributes on a nil element: ${at}/price`,
    ],
    ["nil with text", "<price xsi:nil='true'>1</price>", `Content in a nil element: ${at}/price`],
    [
      "nil that is no boolean",
      "<price xsi:nil='maybe' currency='EUR'>1</price>",
      `Not a valid boolean: ${at}/price/@xsi:nil`,
    ],
    [
      "an unknown type",
      "<shape xsi:type='x:Square'><colour>red</colour></shape>",
      `A type the contract does not know here: ${at}/shape[1]/@xsi:type`,
    ],
    [
      "a type of another namespace",
      "<shape xmlns:o='urn:other' xsi:type='o:Circle'/>",
      `A type the contract does not know here: ${at}/shape[1]/@xsi:type`,
    ],
    [
      "a type that is no shape",
      "<shape xsi:type='x:Tree'/>",
      `A type the contract does not know here: ${at}/shape[1]/@xsi:type`,
    ],
    [
      "a type whose prefix nobody declared",
      "<shape xsi:type='z:Circle'/>",
      `A prefix that nothing declares: ${at}/shape[1]`,
    ],
    [
      "no alternative of a choice",
      "<either><end>1</end></either>",
      `A required element is missing: ${at}/either/one|first|second|many`,
    ],
    [
      "two alternatives of a choice",
      "<either><one>1</one><second/><end>1</end></either>",
      `A required element is missing: ${at}/either/end`,
    ],
    [
      "half an alternative",
      "<either><first/><end>1</end></either>",
      `A required element is missing: ${at}/either/second`,
    ],
    [
      "a type that holds itself for ever",
      "<tree>".repeat(98) + "</tree>".repeat(98),
      `Not XML we accept: Elements nested deeper than allowed: ${at}${"/tree".padEnd(5)}${"/tree[1]".repeat(96)}`,
    ],
  ])("breaks it with %s", async (_what, inside, message) => {
    expect(await breach(echoResponse(inside))).toBe(message);
  });

  test("shows what was found only as a bounded cause", async () => {
    const secret = "x".repeat(5_000);
    const error: unknown = await decode(echoResponse(`<${secret}/>`)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ContractBroken);
    expect(String(error)).not.toContain("xxx");
    const read: unknown = await decode(echoResponse(`<item><count>${secret}</count></item>`)).catch(
      (reason: unknown) => reason,
    );
    expect(String(read)).not.toContain("xxx");
    expect(String((read as Error).cause).length).toBeLessThan(300);
  });

  test("however its bytes are damaged is an answer or a broken contract, nothing else", async () => {
    const whole = echoResponse(
      '<shape xsi:type="x:Ring" label="r&amp;"><colour>blue</colour><radius>2</radius><inner>INF</inner></shape>' +
        '<price xsi:nil="true"/><item><count>1</count><note><![CDATA[<]]></note></item><either><many>ä</many><end>1</end></either>',
    );
    const damage = fc.record({
      place: fc.nat(),
      remove: fc.nat(6),
      insert: fc.string({ unit: "binary", maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ place, remove, insert }) => {
        const start = place % whole.length;
        const outcome: unknown = await decode(
          whole.slice(0, start) + insert + whole.slice(start + remove),
        ).catch((error: unknown) => error);
        expect(outcome instanceof Error ? outcome : undefined).toSatisfy(
          (error) => error === undefined || error instanceof ContractBroken,
        );
      }),
      { numRuns: 300 },
    );
  });
});
