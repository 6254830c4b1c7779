import { testCall } from "@portico/core/testing";
import { expect, test } from "vitest";
import { contractOf } from "../../test/bindings/interpreted.ts";
import { cannedHttp } from "../../test/canned-http.ts";
import { soapClient } from "../client.ts";

/** The contract of Axis 1 as it would be with a SOAP 1.2 binding. */
const contract12 = () => contractOf("axis1-billing", (wsdl) => wsdl.replaceAll("wsdl/soap/", "wsdl/soap12/"));

// What PHP 8.2 answers with, asked through this contract; an invoice twice and a customer twice.
const answer = `<?xml version="1.0" encoding="UTF-8"?>
<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:ns1="http://billing.example/services/Billing" xmlns:ns2="http://model.billing.example" xmlns:enc="http://www.w3.org/2003/05/soap-encoding" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><env:Body xmlns:rpc="http://www.w3.org/2003/05/soap-rpc"><ns1:openInvoicesResponse env:encodingStyle="http://www.w3.org/2003/05/soap-encoding"><rpc:result>openInvoicesReturn</rpc:result><openInvoicesReturn enc:itemType="ns2:Invoice" enc:arraySize="2" xsi:type="ns1:ArrayOf_tns1_Invoice"><item xsi:type="ns2:Invoice" enc:id="ref2"><amount xsi:type="xsd:decimal">12.50</amount><customer xsi:type="ns2:Customer"><name xsi:type="xsd:string">C</name><parent xsi:type="ns2:Customer" enc:id="ref1"><name xsi:type="xsd:string">Parent &amp; Co</name><parent xsi:nil="true"/></parent></customer><issued xsi:nil="true"/><lines enc:itemType="ns2:InvoiceLine" enc:arraySize="1" xsi:type="ns1:ArrayOf_tns1_InvoiceLine"><item xsi:type="ns2:InvoiceLine"><count xsi:type="xsd:int">1</count><text xsi:type="enc:string">x</text></item></lines><number xsi:type="xsd:string">R1</number><reference xsi:nil="true"/><status xsi:type="ns2:Status">open</status></item><item enc:ref="#ref2"/></openInvoicesReturn></ns1:openInvoicesResponse></env:Body></env:Envelope>
`;

const ask = async (body: string) => {
  const http = cannedHttp(() => ({
    headers: { "content-type": "application/soap+xml; charset=utf-8" },
    body: Buffer.from(body),
  }));
  const client = soapClient(contract12(), { url: "http://billing.example/", http });
  const input = { customer: { name: "Köhler", parent: null }, months: { item: [10, 11] } };
  return {
    output: await client["openInvoices"]!(input, testCall()),
    request: String(http.requests[0]!.body),
  };
};

test("SOAP 1.2 encodes arrays and references with attributes of its own", async () => {
  const { output, request } = await ask(answer);
  const invoice = {
    amount: "12.50",
    customer: { name: "C", parent: { name: "Parent & Co", parent: null } },
    issued: null,
    lines: { item: [{ count: 1, text: "x" }] },
    number: "R1",
    reference: null,
    status: "open",
  };
  expect(output).toEqual({ openInvoicesReturn: { item: [invoice, invoice] } });
  expect(request).toContain(
    '<soap:Body><billing:openInvoices soap:encodingStyle="http://www.w3.org/2003/05/soap-encoding">' +
      '<customer xsi:type="tns1:Customer"><name xsi:type="xsd:string">Köhler</name><parent xsi:nil="true"/></customer>' +
      '<months soapenc:itemType="xsd:int" soapenc:arraySize="2"><item xsi:type="xsd:int">10</item><item xsi:type="xsd:int">11</item></months>',
  );
});

test("SOAP 1.2 refers to a value by its id alone", async () => {
  expect((await ask(answer.replaceAll('ref="#', 'ref="'))).output).toEqual((await ask(answer)).output);
});

test.each(["2 1", "* 2", "3"])("SOAP 1.2 arrays of size %s break the contract", async (size) => {
  await expect(ask(answer.replace('arraySize="2"', `arraySize="${size}"`))).rejects.toMatchObject({
    code: "contract_broken",
  });
});
