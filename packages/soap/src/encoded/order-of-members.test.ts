import { testCall } from "@portico/core/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { contractOf } from "../../test/bindings/interpreted.ts";
import { cannedHttp, soapBody } from "../../test/canned-http.ts";
import { soapClient, type SoapClientOptions } from "../client.ts";

const namespaces =
  'xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
  'xmlns:ns2="http://model.billing.example"';

/** The invoices an answer holds, of a contract with a change made to its text. */
async function invoicesIn(
  invoices: readonly string[],
  options: Partial<SoapClientOptions> = {},
  change?: (wsdl: string) => string,
): Promise<unknown> {
  const items = invoices.map((members) => `<i xsi:type="ns2:Invoice">${members}</i>`).join("");
  const body =
    `<n:openInvoicesResponse ${namespaces} xmlns:n="http://billing.example/services/Billing">` +
    `<openInvoicesReturn soapenc:arrayType="ns2:Invoice[${invoices.length}]">${items}</openInvoicesReturn></n:openInvoicesResponse>`;
  const http = cannedHttp(() => soapBody(body));
  const client = soapClient(contractOf("axis1-billing", change), {
    url: "http://billing.example/",
    http,
    ...options,
  });
  const answer = await client["openInvoices"]!({ customer: null, months: { item: [] } }, testCall());
  return (answer as { openInvoicesReturn: { item: unknown } }).openInvoicesReturn.item;
}

const members = [
  "<amount>7.50</amount>",
  '<customer><name>Ada</name><parent><name>Bea</name><parent xsi:nil="1"/></parent></customer>',
  "<issued>2026-11-01T00:00:00Z</issued>",
  '<lines xsi:nil="1"/>',
  "<number>A1</number>",
  "<reference>9007199254740993</reference>",
  "<status>open</status>",
];
const invoice = {
  amount: "7.50",
  customer: { name: "Ada", parent: { name: "Bea", parent: null } },
  issued: "2026-11-01T00:00:00Z",
  lines: null,
  number: "A1",
  reference: "9007199254740993",
  status: "open",
};
const reversed = members.toReversed().join("");

test.each([
  ["as the schema lists them", members.join("")],
  ["the other way round", reversed],
  ["the last one first", [members.at(-1), ...members.slice(0, -1)].join("")],
  ["two and two", [1, 0, 3, 2, 5, 4, 6].map((place) => members[place]).join("")],
  [
    "in any order on each level",
    reversed.replace(
      /<customer>.*<\/customer>/,
      '<customer><parent><parent xsi:nil="1"/><name>Bea</name></parent><name>Ada</name></customer>',
    ),
  ],
])("the members of an encoded struct go by their names: %s", async (_order, written) => {
  expect(await invoicesIn([written, reversed, written])).toEqual([invoice, invoice, invoice]);
});

test.each([
  [
    "a member that is missing",
    members.slice(1).toReversed().join(""),
    "A required element is missing: ",
    "/amount",
  ],
  ["a member nobody knows", `<x/>${reversed}`, "An element the contract does not know here: ", ""],
  [
    "a member that is there twice",
    `${reversed}${members[0]}`,
    "An element the contract does not know here: ",
    "",
  ],
  ["a value that is none", reversed.replace("7.50", "much"), "Not a valid decimal: ", "/amount"],
])("in any order, %s breaks the contract, with its place", async (_what, written, message, step) => {
  await expect(invoicesIn([written])).rejects.toThrow(
    `${message}/Envelope/Body/openInvoicesResponse/openInvoicesReturn/item[1]${step}`,
  );
});

test("read leniently, too, the order of an encoded struct's members is no deviation", async () => {
  const told: unknown[] = [];
  const onDeviations = (_operation: string, deviations: readonly unknown[]) => void told.push(...deviations);
  expect(await invoicesIn([reversed], { onDeviations })).toEqual([invoice]);
  expect(told).toEqual([]);
});

/** The contract with a customer of these members. */
const customerOf = (content: string) => (wsdl: string) =>
  wsdl.replace(/(<complexType name="Customer">)[\s\S]*?(<\/complexType>)/, `$1${content}$2`);
const written = (customer: string) =>
  reversed.replace(/<customer>.*<\/customer>/, `<customer>${customer}</customer>`);
const pairs = customerOf(
  '<sequence maxOccurs="unbounded"><element name="name" type="xsd:string"/><element name="parent" type="xsd:string"/></sequence>',
);

test("what stands further on is not taken for a member of another run of a group", async () => {
  const two = "<name>a</name><parent>1</parent><name>b</name><parent>2</parent>";
  expect(await invoicesIn([written(two)], {}, pairs)).toMatchObject([
    {
      customer: {
        $items: [
          { name: "a", parent: "1" },
          { name: "b", parent: "2" },
        ],
      },
    },
  ]);
  await expect(
    invoicesIn([written("<name>a</name><name>b</name><parent>2</parent>")], {}, pairs),
  ).rejects.toThrow(/^A required element is missing: .*\/customer\/\$items\[1\]\/parent$/);
});

test("read leniently, a member that is taken from another run of a group is told of", async () => {
  const told: string[] = [];
  const onDeviations = (_operation: string, deviations: readonly { what: string; path: string }[]) =>
    void told.push(...deviations.map(({ what, path }) => `${what}: ${path.replace(/^.*\/customer/, "")}`));
  await invoicesIn([written("<name>a</name><name>b</name><parent>2</parent>")], { onDeviations }, pairs);
  expect(told).toEqual([
    "An element in another place than the contract says: /$items[1]/parent",
    "A required element is missing: /$items[2]/parent",
  ]);
});

test("no more members of a name are taken than the contract allows, wherever they stand", async () => {
  const twice = customerOf(
    '<sequence><element name="name" type="xsd:string" maxOccurs="2"/><element name="parent" type="xsd:string"/></sequence>',
  );
  const read = (customer: string, options: Partial<SoapClientOptions> = {}) =>
    invoicesIn([written(customer)], options, twice);
  const two = "<name>a</name><parent>1</parent><name>b</name>";
  expect(await read(two)).toMatchObject([{ customer: { name: ["a", "b"], parent: "1" } }]);
  const three = `<name>c</name>${two}`;
  await expect(read(three)).rejects.toThrow(/^More than 2 elements: .*\/customer\/name\[3\]$/);
  const told: string[] = [];
  await read(three, {
    onDeviations: (_operation, deviations) => void told.push(...deviations.map(({ what }) => what)),
  });
  expect(told).toEqual(["More than 2 elements"]);
});

test("looking for members is paid from the limit of elements, and costs the same for one and for many", async () => {
  const many = Array.from({ length: 100 }, () => reversed);
  const elements = 100 * 12;
  expect(await invoicesIn(many, { limits: { elementsMax: 4 * elements } })).toHaveLength(100);
  await expect(invoicesIn(many, { limits: { elementsMax: 2 * elements } })).rejects.toThrow(
    "More elements than allowed",
  );
});

test("however far on members stand, the text between is not read again for each of them", async () => {
  const both = customerOf(
    '<sequence><element name="name" type="xsd:string" maxOccurs="unbounded"/><element name="parent" type="xsd:string" maxOccurs="unbounded"/></sequence>',
  );
  const count = 10_000;
  const customer = "<parent>1</parent>".repeat(count) + "<name>a</name>".repeat(count);
  const toString = vi.spyOn(Buffer.prototype, "toString");
  onTestFinished(() => toString.mockRestore());
  expect(await invoicesIn([written(customer)], {}, both)).toMatchObject([{ number: "A1" }]);
  const large = toString.mock.calls.filter(([, from, to]) => Number(to) - Number(from) > 10_000);
  expect(large.length).toBeLessThan(100);
});
