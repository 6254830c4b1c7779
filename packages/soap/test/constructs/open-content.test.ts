import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode, roundTrip } from "./exchange.ts";

describe("open content is kept as text that stands on its own", () => {
  test("xs:any: an element with the declarations it leans on", async () => {
    const read = await decode(
      '<open xmlns:e="urn:else" e:a="&lt;" plain="p" own="1"><known>1</known><e:x b:y="1" t="e:q"><![CDATA[<&]]><!--c--></e:x><z xmlns="" xmlns:e="urn:other"/><b:any/></open>',
    );
    expect(read.open).toStrictEqual({
      own: 1,
      $attributes: [
        { uri: "urn:else", local: "a", value: "<" },
        { uri: "", local: "plain", value: "p" },
      ],
      known: 1,
      $any: [
        '<e:x xmlns="urn:constructs" xmlns:e="urn:else" xmlns:b="urn:base" b:y="1" t="e:q"><![CDATA[<&]]><!--c--></e:x>',
        '<z xmlns="" xmlns:e="urn:other"/>',
      ],
      $any_2: '<b:any xmlns="urn:constructs" xmlns:b="urn:base"/>',
    });
    expect(await roundTrip(read)).toStrictEqual(read);
  });

  test.each([
    ["<open><known>1</known><e:x xmlns:e='urn:not-listed'/><e:x xmlns:e='urn:not-listed'/></open>"],
    ["<open><known>1</known><a/><a/><a/></open>"],
  ])("what the wildcard does not take is refused: %s", async (inside) => {
    await expect(decode(inside)).rejects.toMatchObject({ code: "contract_broken" });
  });

  test("anything at all, and text between elements", async () => {
    const read = await decode(
      '<anything xsi:type="b:Whatever">1<two/></anything><letter>Dear <name>Ada</name>, &amp;c.</letter>',
    );
    expect(read).toStrictEqual({
      anything:
        '<anything xmlns="urn:constructs" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:b="urn:base" xsi:type="b:Whatever">1<two/></anything>',
      letter: '<letter xmlns="urn:constructs">Dear <name>Ada</name>, &amp;c.</letter>',
    });
    expect(await roundTrip(read)).toStrictEqual(read);
  });

  const send = (content: string) => encode({ anything: content });
  test.each([
    ["no XML", "1 < 2"],
    ["nothing", ""],
    ["two elements", '<a xmlns="urn:constructs"/><a xmlns="urn:constructs"/>'],
    ["an element that is not closed", '<anything xmlns="urn:constructs">'],
    ["a prefix that only the envelope declares", "<c:anything/>"],
    ["another element", "<anything/>"],
    ["a document type", '<!DOCTYPE a><anything xmlns="urn:constructs"/>'],
    ["a declaration", '<?xml version="1.0"?><anything xmlns="urn:constructs"/>'],
    ["something behind it", '<anything xmlns="urn:constructs"/> '],
    ["half a character", '<anything xmlns="urn:constructs">\ud800</anything>'],
    ["another element that looks the same", '</c:Ask><anything xmlns="urn:constructs"/>'],
  ])("what would break the request is not sent: %s", async (_what, content) => {
    await expect(send(content)).rejects.toMatchObject({
      code: "soap_input_invalid",
      path: "/Ask/anything",
    });
  });

  test.each([
    ["one the contract names", { uri: "", local: "own", value: "1" }],
    ["one of XML Schema", { uri: "http://www.w3.org/2001/XMLSchema-instance", local: "type", value: "x" }],
    ["a declaration", { uri: "", local: "xmlns", value: "x" }],
    ["no name", { uri: "", local: 'a="b" c', value: "x" }],
    ["no text", { uri: "", local: "a", value: 1 as never }],
    ["a list", [] as never],
    ["nothing", null as never],
  ])("other attributes are checked: %s", async (_what, attribute) => {
    await expect(encode({ open: { known: 1, $any: [], $attributes: [attribute] } })).rejects.toMatchObject({
      path: "/Ask/open/$attributes[1]",
    });
  });

  test("any text goes there and back inside open content", async () => {
    const text = fc.string({ unit: "binary" }).filter((one) => /^[\t\n -\ud7ff\ue000-\ufffd]*$/.test(one));
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        const escaped = one.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
        const anything = `<anything xmlns="urn:constructs">${escaped}</anything>`;
        expect(await roundTrip({ anything })).toStrictEqual({ anything });
      }),
    );
  });

  test("what the industry shares is known without a file of it", async () => {
    const ReplyTo = { Address: { $value: "urn:x", $attributes: [] }, $any: [] };
    const { Address } = ReplyTo;
    expect(await roundTrip({ ReplyTo })).toStrictEqual({
      ReplyTo: { Address: { $value: Address.$value }, $any: [] },
    });
  });
});
