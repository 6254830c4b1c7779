import fc from "fast-check";

/** A type that holds itself, attributes, choices, groups, elements of two namespaces, and such as say their type. */
export const treeSchema = `
<xs:import namespace="urn:b" schemaLocation="b.xsd"/>
<xs:element name="tree" type="Tree"/><xs:element name="Ask" type="Tree"/>
<xs:simpleType name="Price"><xs:restriction base="xs:decimal">
  <xs:minInclusive value="0"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Unit"><xs:restriction base="xs:string">
  <xs:enumeration value="kg"/><xs:enumeration value="piece"/></xs:restriction></xs:simpleType>
<xs:complexType name="Mark"><xs:simpleContent><xs:extension base="xs:token">
  <xs:attribute name="unit" type="Unit" use="required"/><xs:attribute name="n" type="xs:int" default="7"/>
</xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="B"><xs:sequence><xs:element name="b" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
<xs:complexType name="A"><xs:complexContent><xs:extension base="B"><xs:sequence>
  <xs:element name="a" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="Tree"><xs:sequence>
  <xs:element name="name" type="xs:string"/>
  <xs:element name="count" type="xs:int" minOccurs="0" form="qualified"/>
  <xs:element name="on" type="xs:boolean" minOccurs="0" nillable="true"/>
  <xs:choice><xs:element name="price" type="Price"/><xs:element name="note" type="xs:string" form="qualified"/></xs:choice>
  <xs:choice minOccurs="0">
    <xs:sequence><xs:element name="from" type="xs:date"/><xs:element name="to" type="xs:dateTime" minOccurs="0"/></xs:sequence>
    <xs:element name="mark" type="Mark" nillable="true"/></xs:choice>
  <xs:element name="item" type="B" minOccurs="0" maxOccurs="3"/>
  <xs:sequence minOccurs="0" maxOccurs="2">
    <xs:element name="key" type="xs:double"/><xs:element name="entry" type="xs:boolean" minOccurs="0" maxOccurs="2"/></xs:sequence>
  <xs:element name="tree" type="Tree" minOccurs="0" maxOccurs="5" form="qualified"/>
  <xs:element xmlns:b="urn:b" ref="b:extra" minOccurs="0"/>
  <xs:element name="box" type="Box" minOccurs="0"/>
  <xs:any namespace="##other" minOccurs="0" processContents="lax"/>
</xs:sequence></xs:complexType>
<xs:complexType name="Box"><xs:sequence><xs:element ref="tree" minOccurs="0"/></xs:sequence>
  <xs:attribute name="id" type="xs:int"/></xs:complexType>`;

/** Mostly what is right, now and then what is not. */
const often = (right: readonly string[], wrong: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
const text = often(
  ["x", "", " spaced ", "ä€", "a &amp; b", "<![CDATA[<x>]]>", "]]", "\r\n"],
  ["x<!-- c -->y", "&bad;", "<x/>"],
);
const number = often(["1", "-7", "+5", " 3 "], ["12.50", "1e3", "", "99999999999"]);
const decimal = often(["1", "0.25", "+2", ".5", "007"], ["-1", "1.005"]);
const gap = often(["", "", "", "\n  "], ["<!-- c -->", "text"]);
const element = (
  name: string,
  content: fc.Arbitrary<string>,
  attributes: fc.Arbitrary<string> = fc.constant(""),
) =>
  fc
    .tuple(content, attributes, gap, fc.constantFrom(">", ">", ">", " >"))
    .map(([inside, said, after, end]) =>
      inside === "" && end === " >"
        ? `<${name}${said}/>${after}`
        : `<${name}${said}>${inside}</${name}${end}${after}`,
    );
const maybe = (one: fc.Arbitrary<string>) => fc.oneof({ weight: 2, arbitrary: one }, fc.constant(""));
const several = (one: fc.Arbitrary<string>) => fc.array(one, { maxLength: 4 }).map((all) => all.join(""));
const prefixes = fc.constantFrom("t", "t", "t", "u");
const nil = often(["", "", ' i:nil="0"'], [' i:nil="true"', ' i:nil="maybe"']);
const types = often(
  [' i:type="t:A"', ' i:type="t:A"', ' i:type="u:A"', ' xmlns:v="urn:t" i:type="v:A"'],
  ["", ' i:type="t:C"', ' i:type="A"', ' i:type="t:A" id="1"'],
);
const flag = often(["true", "0", "1", "false"], ["maybe", ""]);
const marks = often(
  [' unit="kg"', ' unit="piece" n="3"', ' n="3" unit="kg"'],
  ["", ' unit="t"', ' i:nil="true"', ' unit="kg" n="x"', ' unit="k&#103;"'],
);
/** Prefixes declared anew, as they were and as something else. */
const declared = [' xmlns:w="urn:w"', ' xmlns:t="urn:t"', ' xmlns:u="urn:t" xmlns:v="urn:v"'];
const otherwise = [' xmlns:t="urn:w"', ' xmlns:u="urn:w"', " xmlns:w='urn:w'", ' xmlns:w="urn:w" other="1"'];
const b = element("b", number);

const { trees } = fc.letrec<{ trees: string }>((tie) => ({
  trees: prefixes.chain((prefix) =>
    element(
      `${prefix}:tree`,
      fc
        .tuple(
          gap,
          element("name", text),
          maybe(element(`${prefix}:count`, number)),
          maybe(element("on", flag, nil)),
          fc.oneof(element("price", decimal), element(`${prefix}:note`, text)),
          fc.oneof(
            fc.constant(""),
            element("mark", text, marks),
            fc
              .tuple(
                element("from", often(["2024-02-28", "2024-02-29Z"], ["2023-02-29"])),
                maybe(element("to", often(["2024-02-28T08:00:00"], ["8:00"]))),
              )
              .map((parts) => parts.join("")),
          ),
          several(
            fc.oneof(
              element(
                "item",
                fc.tuple(b, element("a", text)).map((parts) => parts.join("")),
                types,
              ),
              element(
                "item",
                fc.tuple(b, maybe(b)).map((parts) => parts.join("")),
              ),
            ),
          ),
          several(
            fc.tuple(element("key", number), maybe(element("entry", flag))).map((parts) => parts.join("")),
          ),
          fc.oneof({ maxDepth: 3, depthIdentifier: "tree" }, fc.constant(""), several(tie("trees"))),
          fc.oneof(
            { maxDepth: 3, depthIdentifier: "tree" },
            fc.constant(""),
            element(
              "box",
              maybe(tie("trees")),
              often(
                [
                  "",
                  "",
                  ' id="1"',
                  ' id="2"',
                  ...declared,
                  ...declared.map((said) => `${said} id="1"`),
                  ' id="2" xmlns:t="urn:t"',
                ],
                [
                  " id='x'",
                  ' other="1"',
                  ' xmlns="urn:t"',
                  ...otherwise,
                  ' xmlns:w="urn:w" id="1" xmlns:v="urn:w"',
                ],
              ),
            ),
          ),
          often([""], ['<o:x xmlns:o="urn:other"/>', '<o:extra xmlns:o="urn:b">5</o:extra>']),
        )
        .map((parts) => parts.join("")),
      often(["", "", "", "", ...declared], [' id="1"', ' xmlns="urn:t"', ' i:type="t:Tree"', ...otherwise]),
    ),
  ),
}));
export const documents = trees.map((root) =>
  root.replace(
    /^<\w:tree/,
    '$& xmlns:t="urn:t" xmlns:u="urn:t" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"',
  ),
);
/** A document and what a bad line makes of it. */
export const damaged = fc
  .tuple(
    documents,
    fc.nat(),
    fc.nat(6),
    fc.constantFrom("", "<", ">", "&", "x", "/", '"', "</a>", "<a>", " ", "\u0001"),
  )
  .map(([document, place, removed, put]) => {
    const at = place % document.length;
    return document.slice(0, at) + put + document.slice(at + removed);
  });
