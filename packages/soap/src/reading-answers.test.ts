import { describe, expect, test } from "vitest";
import { decode, echoResponse } from "../test/oddities/echo.ts";

describe("an answer", () => {
  test("keeps absent, empty and nil apart, and arrays are arrays", async () => {
    expect(await decode(echoResponse(""))).toStrictEqual({ shape: [], item: [] });
    const some =
      '<price xsi:nil="true"/><item><count>1</count><note/></item><item xsi:nil="1"/><item><count>2</count><note xsi:nil="true"></note></item><word/>';
    expect(await decode(echoResponse(some))).toStrictEqual({
      shape: [],
      price: null,
      item: [{ count: 1, note: "" }, null, { count: 2, note: null }],
      word: "",
    });
  });

  test("is read by namespace whatever the prefixes, the indentation and the CDATA", async () => {
    const pretty = `
      <q7:EchoResponse xmlns:q7="urn:oddities" word="7">
        <!-- generated -->
        <q7:tree>
          <q7:leaf><![CDATA[<b>]]> &amp; c</q7:leaf>
          <leaf xmlns="urn:oddities"> d </leaf>
          <?page break?>
          <q7:tree/>
        </q7:tree>
        <q7:word>outer</q7:word>
        <word>inner</word>
      </q7:EchoResponse>`;
    expect(await decode(pretty)).toStrictEqual({
      "@word": 7,
      shape: [],
      tree: { leaf: ["<b> & c", " d "], tree: [{ leaf: [], tree: [] }] },
      item: [],
      word: "outer",
      word_2: "inner",
    });
  });

  test("says which type an element is of, whatever prefix xsi:type uses", async () => {
    const shapes =
      "<shape><colour>red</colour></shape>" +
      '<shape xsi:type="x:Circle" id="c"><colour>red</colour><radius>1e1</radius></shape>' +
      '<shape xmlns:y="urn:oddities" xsi:type=" y:Ring " label="r"><colour>blue</colour><radius>2</radius><inner>INF</inner></shape>' +
      '<shape xsi:type="Group"><colour>blue</colour><member xsi:type="Shape"><colour>red</colour></member></shape>';
    expect((await decode(echoResponse(shapes))).shape).toStrictEqual([
      { $type: "Shape", colour: "red" },
      { $type: "Circle", id: "c", colour: "red", radius: 10 },
      { $type: "Ring", label: "r", colour: "blue", radius: 2, inner: Infinity },
      { $type: "Group", colour: "blue", member: [{ $type: "Shape", colour: "red" }] },
    ]);
  });

  test("takes the alternative of a choice that is there", async () => {
    const either = async (inside: string) =>
      (await decode(echoResponse(`<either>${inside}</either>`))).either;
    expect(await either("<one>1</one><left>l</left><end>1</end>")).toStrictEqual({
      one: 1,
      left: "l",
      end: true,
    });
    expect(await either("<second>s</second><end>0</end>")).toStrictEqual({ second: "s", end: false });
    expect(await either("<first/><second/><right/><end>0</end>")).toStrictEqual({
      first: "",
      second: "",
      right: "",
      end: false,
    });
    expect(await either("<many>a</many><many>b</many><end>true</end>")).toStrictEqual({
      many: ["a", "b"],
      end: true,
    });
  });

  test("gives properties their names even where JavaScript has other plans for them", async () => {
    const names =
      '<names type="t"><__proto__>p</__proto__><constructor>c</constructor><class>k</class><kunden-nr>1</kunden-nr><kundenNr>2</kundenNr>' +
      "<Größe>g</Größe><a.b>ab</a.b><value>v</value><from>f</from><xsString>x</xsString><namesCodec>n</namesCodec></names>";
    const read = (await decode(echoResponse(names))).names!;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.fromEntries(Object.entries(read))).toStrictEqual(
      JSON.parse(
        '{"@type":"t","__proto__":"p","constructor":"c","class":"k","kunden-nr":"1","kundenNr":"2","Größe":"g","a.b":"ab","value":"v","from":"f","xsString":"x","namesCodec":"n"}',
      ),
    );
  });

  test("allows what XML Schema itself may write on any element", async () => {
    const marked =
      '<word xsi:nil="false" xsi:type="xs:string" xmlns:xs="http://www.w3.org/2001/XMLSchema">w</word>';
    expect(
      await decode(
        echoResponse(marked, ' xsi:schemaLocation="urn:oddities oddities.xsd" xsi:type="Everything"'),
      ),
    ).toMatchObject({ word: "w" });
  });
});
