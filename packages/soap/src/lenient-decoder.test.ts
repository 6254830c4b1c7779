import { ContractBroken } from "@portico/core";
import { expect, test } from "vitest";
import { type Deviation, LenientDecoder } from "./lenient-decoder.ts";
import {
  type Codec,
  namespace,
  nillable,
  noNamespace as none,
  type XmlLimits,
  xsInt,
  xsString,
} from "./index.ts";
import { Decoder } from "./decoder.ts";
import { defaultXmlLimits } from "./xml/limits.ts";
import { XmlReader } from "./xml/reader.ts";

interface Line {
  sku: string;
  quantity: number;
}
interface Order {
  number: string;
  note: string | undefined;
  line: Line[];
  total: number;
}

const tns = namespace("urn:t", "t");
const lineCodec: Pick<Codec<Line>, "read"> = {
  read(from) {
    from.open(tns, "Line");
    const line = { sku: from.one(none, "sku", xsString), quantity: from.one(none, "quantity", xsInt) };
    from.close();
    return line;
  },
};
const orderCodec: Pick<Codec<Order>, "read"> = {
  read(from) {
    from.open(tns, "Order");
    const order = {
      number: from.one(none, "number", xsString),
      note: from.optional(none, "note", xsString),
      line: from.many(none, "line", lineCodec, 1, 2),
      total: from.one(none, "total", xsInt),
    };
    from.close();
    return order;
  },
};

function read(
  content: string,
  limits: Partial<XmlLimits> = {},
): { order: unknown; deviations: readonly Deviation[] } {
  const xml = Buffer.from(`<order xmlns:t="urn:t">${content}</order>`);
  const from = new LenientDecoder(new XmlReader(xml, { ...defaultXmlLimits, ...limits }));
  from.next();
  const order = from.tolerating(() => from.one(none, "order", orderCodec));
  return { order, deviations: from.deviations };
}

const line = (sku: string) => `<line><sku>${sku}</sku><quantity>2</quantity></line>`;
const whole = `<number>7</number><note>n</note>${line("a")}<total>4</total>`;
const order = { number: "7", note: "n", line: [{ sku: "a", quantity: 2 }], total: 4 };

test("an answer as the contract says has no deviations", () => {
  expect(read(whole)).toEqual({ order, deviations: [] });
});

test.each([
  [
    "unknown elements",
    `${whole}<x><number>0</number></x><y/>`,
    order,
    [
      "An element the contract does not know here: /order",
      "An element the contract does not know here: /order",
    ],
  ],
  [
    "an unknown attribute",
    whole.replace("<note>", '<note z="1">'),
    order,
    ["An attribute the contract does not know: /order/note"],
  ],
  [
    "another order",
    `<total>4</total>${line("a")}<note>n</note><number>7</number>`,
    order,
    [
      "An element in another place than the contract says: /order/number",
      "An element in another place than the contract says: /order/note",
      "An element in another place than the contract says: /order/line",
    ],
  ],
  [
    "a missing element",
    whole.replace("<total>4</total>", ""),
    { ...order, total: undefined },
    ["A required element is missing: /order/total"],
  ],
  [
    "a bad value",
    whole.replace("<total>4</total>", "<total>four</total>"),
    { ...order, total: "four" },
    ["Not a valid int: /order/total"],
  ],
  ["text between elements", `${whole}oops`, order, ["Text between elements: /order/total"]],
  [
    "too many",
    `<number>7</number><note>n</note>${line("a")}${line("b")}${line("c")}<total>4</total>`,
    { ...order, line: ["a", "b", "c"].map((sku) => ({ sku, quantity: 2 })) },
    ["More than 2 elements: /order/line[3]"],
  ],
])("reads on past %s and says so", (_what, content, expected, said) => {
  const { order: got, deviations } = read(content);
  expect(got).toEqual(expected);
  expect(deviations.map(({ what, path }) => `${what}: ${path}`).toSorted()).toEqual(said.toSorted());
});

test("a nil element in another place is found, and not missing", () => {
  const xml = Buffer.from(
    '<order xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><b>x</b><a i:nil="true"/></order>',
  );
  const from = new LenientDecoder(new XmlReader(xml, defaultXmlLimits));
  from.next();
  const maybe = nillable(xsString);
  const pair = from.tolerating(() =>
    from.one(none, "order", {
      read() {
        from.open(tns, "Pair");
        const members = { a: from.one(none, "a", maybe), b: from.one(none, "b", maybe) };
        from.close();
        return members;
      },
    }),
  );
  expect(pair).toEqual({ a: null, b: "x" });
  expect(from.deviations.map(({ what, path }) => `${what}: ${path}`)).toEqual([
    "An element in another place than the contract says: /order/a",
  ]);
});

test("malformed is malformed, and a thousand deviations are another contract", () => {
  expect(() => read("<number>7</numbr>")).toThrow("An end tag that does not match its start");
  expect(() => read(whole + "<x/>".repeat(1_001))).toThrow(ContractBroken);
});

test("looking for elements elsewhere is paid from the limit of elements", () => {
  expect(() => read(line("a").repeat(50), { elementsMax: 120 })).toThrow("More elements than allowed");
});

test("strict, the same answers break the contract", () => {
  const xml = Buffer.from(`<order>${whole}<y/></order>`);
  const from = new Decoder(new XmlReader(xml, defaultXmlLimits));
  from.next();
  expect(() => from.one(none, "order", orderCodec)).toThrow(
    "An element the contract does not know here: /order",
  );
});
