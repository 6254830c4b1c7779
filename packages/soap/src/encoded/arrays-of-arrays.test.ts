import { testCall } from "@portico/core/testing";
import { expect, test } from "vitest";
import { contractOf } from "../../test/bindings/interpreted.ts";
import { cannedHttp, soapBody } from "../../test/canned-http.ts";
import { soapClient } from "../client.ts";

const array = (name: string, arrayType: string) =>
  `<complexType name="${name}"><complexContent><restriction base="soapenc:Array">` +
  `<attribute ref="soapenc:arrayType" wsdl:arrayType="${arrayType}"/></restriction></complexContent></complexType>`;

/** What is sent as `openInvoices` where the months are of another type. */
async function requestOf(type: string, declared: string, months: unknown, soap12 = false): Promise<string> {
  const contract = contractOf("axis1-billing", (wsdl) => {
    const changed = wsdl
      .replace('name="months" type="impl:ArrayOf_xsd_int"', `name="months" type="impl:${type}"`)
      .replace('<complexType name="ArrayOf_xsd_int">', `${declared}$&`);
    return soap12 ? changed.replaceAll("wsdl/soap/", "wsdl/soap12/") : changed;
  });
  const http = cannedHttp(() => ({ status: 202 }));
  const client = soapClient(contract, { url: "http://billing.example/", http });
  await client["openInvoices"]!({ customer: null, months }, testCall()).catch(() => {});
  return String(http.requests[0]?.body);
}

/** The months of it. */
const monthsAs = async (...request: Parameters<typeof requestOf>): Promise<string> =>
  /<months.*<\/months>/.exec(await requestOf(...request))?.[0] ?? "nothing was sent";

const grid = { item: [{ item: [1, 2] }, { item: [] }, null] };
const grids = array("Grid", "impl:ArrayOf_xsd_int[]");
const one = '<item xsi:type="xsd:int">1</item><item xsi:type="xsd:int">2</item>';

test("an array of arrays says so: what its arrays hold, in brackets, and how many they are", async () => {
  expect(await monthsAs("Grid", grids, grid)).toBe(
    '<months xsi:type="soapenc:Array" soapenc:arrayType="xsd:int[][3]">' +
      `<item xsi:type="soapenc:Array" soapenc:arrayType="xsd:int[2]">${one}</item>` +
      '<item xsi:type="soapenc:Array" soapenc:arrayType="xsd:int[0]"/><item xsi:nil="true"/></months>',
  );
  const cube = array("Cube", "impl:Grid[]") + grids;
  expect(await monthsAs("Cube", cube, { item: [grid] })).toContain(
    '<months xsi:type="soapenc:Array" soapenc:arrayType="xsd:int[][][1]">',
  );
});

test("in SOAP 1.2, whose item types are names, it says the name of the arrays in it", async () => {
  expect(await monthsAs("Grid", grids, grid, true)).toBe(
    '<months soapenc:itemType="billing:ArrayOf_xsd_int" soapenc:arraySize="3">' +
      `<item soapenc:itemType="xsd:int" soapenc:arraySize="2">${one}</item>` +
      '<item soapenc:itemType="xsd:int" soapenc:arraySize="0"/><item xsi:nil="true"/></months>',
  );
});

test("an array of arrays of its own type is a tree, not the end of the compiler", async () => {
  expect(await monthsAs("Tree", array("Tree", "impl:Tree[]"), { item: [{ item: [] }] })).toBe(
    '<months xsi:type="soapenc:Array" soapenc:arrayType="billing:Tree[1]">' +
      '<item xsi:type="soapenc:Array" soapenc:arrayType="billing:Tree[0]"/></months>',
  );
});

test("what is in an array in brackets that holds itself is an array of the same SOAP", async () => {
  const body = await requestOf("Tree", array("Tree", "impl:Tree[][]"), { item: [{ item: [] }] });
  expect(body).toMatch(/<item xsi:type="soapenc:Array" soapenc:arrayType="\w+:Array\[\]\[0\]"\/><\/months>/);
  expect(body).not.toContain("http://www.w3.org/2003/05/soap-encoding");
});

test("arrays in brackets are arrays of arrays, as Axis writes a matrix of numbers", async () => {
  const matrix = array("Matrix", "xsd:int[][]");
  expect(await monthsAs("Matrix", matrix, grid)).toBe(await monthsAs("Grid", grids, grid));
  expect(await monthsAs("Cube", array("Cube", "xsd:int[ ][][2]"), { item: [grid] })).toContain(
    'soapenc:arrayType="xsd:int[][][1]"><item xsi:type="soapenc:Array" soapenc:arrayType="xsd:int[][3]"><item',
  );
  expect(await monthsAs("Matrix", matrix, grid, true)).toMatch(
    /^<months soapenc:itemType="\w+:Array" soapenc:arraySize="3">/,
  );
  expect(await monthsAs("Matrix", matrix, { item: [1] })).toBe("nothing was sent");
});

test("a matrix is read as it was written", async () => {
  const contract = contractOf("axis1-billing", (wsdl) =>
    wsdl
      .replace(
        'name="openInvoicesReturn" type="impl:ArrayOf_tns1_Invoice"',
        'name="openInvoicesReturn" type="impl:Matrix"',
      )
      .replace('<complexType name="ArrayOf_xsd_int">', `${array("Matrix", "xsd:int[][]")}$&`),
  );
  const rows = `<r e:arrayType="x:int[2]"><i>1</i><i href="#two"/></r><r e:arrayType="x:int[0]"/><r i:nil="1"/>`;
  const body =
    '<n:openInvoicesResponse xmlns:n="http://billing.example/services/Billing" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" ' +
    'xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">' +
    `<openInvoicesReturn e:arrayType="x:int[][3]">${rows}</openInvoicesReturn></n:openInvoicesResponse>` +
    '<multiRef id="two" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" e:root="0">2</multiRef>';
  const client = soapClient(contract, {
    url: "http://billing.example/",
    http: cannedHttp(() => soapBody(body)),
  });
  expect(await client["openInvoices"]!({ customer: null, months: { item: [] } }, testCall())).toEqual({
    openInvoicesReturn: grid,
  });
});
