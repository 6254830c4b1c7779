import { ContractBroken } from "@portico/core";
import { testCall } from "@portico/core/testing";
import { describe, expect, test, vi } from "vitest";
import { contractOf } from "../../test/bindings/interpreted.ts";
import { cannedHttp, soapBody } from "../../test/canned-http.ts";
import { billingContract, type InvoiceWire } from "../../test/bindings/generated/axis1-billing.gen.ts";
import { soapClient } from "../client.ts";
import { isFaultOf } from "../fault.ts";

const url = "http://billing.example/";
const namespaces =
  'xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ns2="http://model.billing.example" ' +
  'soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"';
const request = { customer: null, months: { item: [] } };

/** What `openInvoices` makes of a body, as Axis 1 writes them: the answer, then what it refers to. */
async function openInvoices(value: string, multiRefs = "") {
  const body =
    `<ns1:openInvoicesResponse ${namespaces} xmlns:ns1="http://billing.example/services/Billing">${value}</ns1:openInvoicesResponse>` +
    multiRefs;
  const client = soapClient(billingContract, { url, http: cannedHttp(() => soapBody(body)) });
  return (await client.openInvoices(request, testCall())).openInvoicesReturn?.item;
}

const multiRef = (id: string, type: string, content: string, attributes = "") =>
  `<multiRef id="${id}" soapenc:root="0" ${namespaces} xsi:type="${type}"${attributes}>${content}</multiRef>`;

const invoice = (fields: Partial<Record<keyof InvoiceWire, string>>): string =>
  (["amount", "customer", "issued", "lines", "number", "reference", "status"] as const)
    .map((name) => fields[name] ?? `<${name} xsi:nil="true"/>`)
    .join("");

const nothing: InvoiceWire = {
  amount: null,
  customer: null,
  issued: null,
  lines: null,
  number: null,
  reference: null,
  status: null,
};

describe("an encoded answer", () => {
  test("is the tree its references stand for, every digit kept", async () => {
    const answer = await openInvoices(
      '<openInvoicesReturn soapenc:arrayType="ns2:Invoice[2]" xsi:type="soapenc:Array"><a href="#id0"/><b href="#id1"/></openInvoicesReturn>',
      multiRef(
        "id0",
        "ns2:Invoice",
        invoice({
          amount: '<amount xsi:type="xsd:decimal">12345678901234567890.10</amount>',
          customer: '<customer href="#id2"/>',
          lines:
            '<lines soapenc:arrayType="ns2:InvoiceLine[1]" xsi:type="soapenc:Array"><lines href="#id3"/></lines>',
          reference: '<reference href="#id4"/>',
          status: '<status xsi:type="ns2:Status">open</status>',
        }),
      ) +
        multiRef("id1", "ns2:Invoice", invoice({ customer: '<customer href="#id2"/>' })) +
        multiRef(
          "id2",
          "ns2:Customer",
          '<name xsi:type="soapenc:string">Köhler &amp; Co</name><parent xsi:nil="1"/>',
        ) +
        multiRef("id3", "ns2:InvoiceLine", '<count href="#id5"/><text xsi:type="xsd:string"> a </text>') +
        multiRef("id4", "soapenc:long", "9007199254740993") +
        multiRef("id5", "xsd:int", "7"),
    );
    const customer = { name: "Köhler & Co", parent: null };
    expect(answer).toStrictEqual([
      {
        ...nothing,
        amount: "12345678901234567890.10",
        customer,
        lines: { item: [{ count: 7, text: " a " }] },
        reference: "9007199254740993",
        status: "open",
      },
      { ...nothing, customer },
    ]);
  });

  test("may write its values in place, call array items what it likes, and say a type's base", async () => {
    expect(
      await openInvoices(
        `<openInvoicesReturn soapenc:arrayType="ns2:Invoice[]" xsi:type="soapenc:Array"><ns2:Invoice xsi:type="ns2:Invoice">${invoice(
          {
            number: '<number xsi:type="xsd:token">R1</number>',
            status: '<status xsi:type="xsd:string">paid</status>',
          },
        )}</ns2:Invoice></openInvoicesReturn>`,
      ),
    ).toStrictEqual([{ ...nothing, number: "R1", status: "paid" }]);
    expect(await openInvoices('<openInvoicesReturn xsi:nil="true"/>')).toBeUndefined();
    expect(
      await openInvoices('<openInvoicesReturn soapenc:arrayType="ns2:Invoice[0]" xsi:type="soapenc:Array"/>'),
    ).toEqual([]);
  });

  const returning = (items: string, count = 1) =>
    `<openInvoicesReturn soapenc:arrayType="ns2:Invoice[${count}]">${items}</openInvoicesReturn>`;
  const customers = (content: string, ...others: string[]) =>
    multiRef("i", "ns2:Invoice", invoice({ customer: '<customer href="#c0"/>' })) +
    [content, ...others].map((one, index) => multiRef(`c${index}`, "ns2:Customer", one)).join("");

  test.each([
    [
      "a customer that is its own parent",
      returning('<i href="#i"/>'),
      customers('<name xsi:nil="1"/><parent href="#c0"/>'),
      "A value that contains itself: /Envelope/Body",
    ],
    [
      "customers that are each other's parents",
      returning('<i href="#i"/>'),
      customers('<name xsi:nil="1"/><parent href="#c1"/>', '<name xsi:nil="1"/><parent href="#c0"/>'),
      "A value that contains itself: /Envelope/Body",
    ],
    [
      "a reference to itself",
      returning('<i href="#i"/>'),
      `<multiRef id="i" href="#i" ${namespaces}/>`,
      "References that lead on and on: /Envelope/Body",
    ],
    ["a reference to nothing", returning('<i href="#gone"/>'), "", "A reference to nothing: /Envelope/Body"],
    [
      "a reference to another message",
      returning('<i href="http://billing.example/i"/>'),
      "",
      "A reference to something outside the message: /Envelope/Body",
    ],
    [
      "a reference with a value of its own",
      returning('<i href="#i">1</i>'),
      multiRef("i", "ns2:Invoice", invoice({})),
      "A reference with a value of its own: /Envelope/Body",
    ],
    [
      "two values with one id",
      returning('<i href="#i"/>'),
      multiRef("i", "ns2:Invoice", invoice({})).repeat(2),
      "Two values with one id: /Envelope/Body",
    ],
    [
      "a value nobody refers to",
      returning('<i href="#i"/>'),
      multiRef("i", "ns2:Invoice", invoice({})) + multiRef("j", "ns2:Invoice", invoice({})),
      "An element the contract does not know here: /Envelope/Body",
    ],
    [
      "an array shorter than it says",
      returning(`<i xsi:type="ns2:Invoice">${invoice({})}</i>`, 2),
      "",
      "An array that is not as long as it says: /Envelope/Body",
    ],
    [
      "an array of two dimensions",
      '<openInvoicesReturn soapenc:arrayType="ns2:Invoice[1,1]"><i/></openInvoicesReturn>',
      "",
      "An array of several dimensions: /Envelope/Body",
    ],
    [
      "an array whose size opens brackets without end",
      `<openInvoicesReturn soapenc:arrayType="${"[".repeat(200_000)}"><i/></openInvoicesReturn>`,
      "",
      "An array of several dimensions: /Envelope/Body",
    ],
    [
      "an array whose last brackets hold another one",
      '<openInvoicesReturn soapenc:arrayType="ns2:Invoice[[1]"><i/></openInvoicesReturn>',
      "",
      "An array of several dimensions: /Envelope/Body",
    ],
    [
      "the end of an array",
      '<openInvoicesReturn soapenc:arrayType="ns2:Invoice[2]" soapenc:offset="[1]"><i/></openInvoicesReturn>',
      "",
      "A part of an array: /Envelope/Body",
    ],
    [
      "a value of another type",
      returning('<i href="#i"/>'),
      multiRef("i", "ns2:Customer", '<name xsi:nil="1"/><parent xsi:nil="1"/>'),
      "A type the contract does not know here: /Envelope/Body/openInvoicesResponse/openInvoicesReturn/item[1]/@xsi:type",
    ],
    [
      "a hint that the text does not follow",
      returning(`<i>${invoice({ amount: '<amount xsi:type="xsd:string">much</amount>' })}</i>`),
      "",
      "Not a valid decimal: /Envelope/Body/openInvoicesResponse/openInvoicesReturn/item[1]/amount",
    ],
  ])("with %s breaks the contract", async (_what, value, multiRefs, message) => {
    const error: unknown = await openInvoices(value, multiRefs).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ContractBroken);
    expect((error as Error).message).toBe(message);
  });

  test("is followed once to where a reference leads, however many lead to it", async () => {
    const blanks = " ".repeat(1_000);
    const chain = multiRef("a", "xsd:string", blanks, ' href="#b"') + multiRef("b", "xsd:string", "x");
    const looks = vi.spyOn(String.prototype, "trim");
    await openInvoices(returning('<i href="#a"/>'.repeat(100), 100), chain).catch(() => {});
    const count = looks.mock.contexts.filter((text) => String(text) === blanks).length;
    looks.mockRestore();
    expect(count).toBe(1);
  });

  test("whose references multiply is bounded, however small it is", async () => {
    // Each array holds the next one twenty times: 20^12 values out of 300 elements.
    const bombs = Array.from({ length: 12 }, (_, level) =>
      multiRef(
        `b${level}`,
        "soapenc:Array",
        `<i href="#b${level + 1}"/>`.repeat(20),
        ' soapenc:arrayType="xsd:anyType[20]"',
      ),
    );
    const end = multiRef("b12", "xsd:string", "x");
    await expect(openInvoices(returning('<i href="#b0"/>'), bombs.join("") + end)).rejects.toThrow(
      "References to more than one answer may hold: /Envelope/Body",
    );
    const long = multiRef("t", "xsd:string", "x".repeat(100_000));
    await expect(openInvoices(returning('<i href="#t"/>'.repeat(1_000), 1_000), long)).rejects.toThrow(
      "References to more than one answer may hold: /Envelope/Body",
    );
  });

  test("may refuse with a detail that goes by its type and is written elsewhere", async () => {
    const fault =
      `<soapenv:Fault ${namespaces}><faultcode xmlns:q="urn:q">q:Server.userException</faultcode><faultstring>no</faultstring>` +
      `<detail><q0:whatever xmlns:q0="urn:axis" href="#id0"/></detail></soapenv:Fault>` +
      multiRef("id0", "ns2:InvoiceLocked", '<until xsi:type="xsd:dateTime">2026-11-22T02:20:00Z</until>');
    const http = cannedHttp(() => ({ ...soapBody(fault), status: 500 }));
    const error: unknown = await soapClient(billingContract, { url, http })
      .payRequest({ number: "1", payment: null }, testCall())
      .catch((reason: unknown) => reason);
    if (!isFaultOf(billingContract.operations.payRequest, error)) throw error;
    expect(error.faultCode).toEqual({ uri: "urn:q", local: "Server.userException" });
    expect(error.detail).toEqual({ name: "InvoiceLocked", value: { until: "2026-11-22T02:20:00Z" } });
  });
});

test("any encoded value may be nil, unless languages have no nil for its type", async () => {
  const contract = contractOf("axis1-billing", (wsdl) => wsdl.replaceAll(' nillable="true"', ""));
  const line = '<count xsi:nil="true"/><text xsi:nil="true"/>';
  const body = (content: string) =>
    `<n:openInvoicesResponse ${namespaces} xmlns:n="http://billing.example/services/Billing"><openInvoicesReturn soapenc:arrayType="ns2:Invoice[1]"><i>${content}</i></openInvoicesReturn></n:openInvoicesResponse>`;
  const openAll = (content: string) =>
    soapClient(contract, { url, http: cannedHttp(() => soapBody(body(content))) })["openInvoices"]!(
      request,
      testCall(),
    );
  expect(await openAll(invoice({}))).toEqual({ openInvoicesReturn: { item: [nothing] } });
  await expect(
    openAll(invoice({ lines: `<lines soapenc:arrayType="ns2:InvoiceLine[1]"><i>${line}</i></lines>` })),
  ).rejects.toThrow(/^nil where the contract allows none: .*\/lines\/item\[1\]\/count$/);
});

test("a Map of Apache is an array of pairs, of whatever, kept as text", async () => {
  const anything = (name: string) => `<element name="${name}" nillable="true" type="xsd:anyType"/>`;
  const schema =
    '<schema targetNamespace="http://xml.apache.org/xml-soap" xmlns="http://www.w3.org/2001/XMLSchema">' +
    `<complexType name="mapItem"><sequence>${anything("key")}${anything("value")}</sequence></complexType>` +
    '<complexType name="Map"><sequence><element maxOccurs="unbounded" minOccurs="0" name="item" type="apachesoap:mapItem"/></sequence></complexType></schema>';
  const contract = contractOf("axis1-billing", (wsdl) =>
    wsdl
      .replace("<wsdl:types>", `<wsdl:types>${schema}`)
      .replace('name="payReturn" type="xsd:boolean"', 'name="payReturn" type="apachesoap:Map"'),
  );
  const body =
    `<n:payResponse ${namespaces} xmlns:n="http://billing.example/services/Billing"><payReturn href="#m"/></n:payResponse>` +
    multiRef(
      "m",
      "ap:Map",
      '<item><key xsi:type="xsd:string">a</key><value href="#v"/></item>',
      ' xmlns:ap="http://xml.apache.org/xml-soap"',
    ) +
    multiRef("v", "xsd:int", "7");
  const client = soapClient(contract, { url, http: cannedHttp(() => soapBody(body)) });
  expect(await client["payRequest"]!({ number: "1", payment: null }, testCall())).toEqual({
    payReturn: {
      item: [
        {
          key: expect.stringMatching(/:string">a<\/key>$/),
          value: expect.stringMatching(/:int">7<\/value>$/),
        },
      ],
    },
  });
});
