import { testCall } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { billingContract } from "../../test/bindings/generated/axis1-billing.gen.ts";
import { cannedHttp } from "../../test/canned-http.ts";
import { soapClient } from "../client.ts";
import { SoapInputInvalid } from "../input-invalid.ts";

const url = "http://billing.example/";

describe("an encoded request", () => {
  async function sent(ask: (client: ReturnType<typeof clientOf>) => Promise<unknown>): Promise<string> {
    const http = cannedHttp(() => ({ status: 202 }));
    await ask(clientOf(http)).catch((error: unknown) => {
      if (error instanceof SoapInputInvalid) throw error;
    });
    return String(http.requests[0]!.body);
  }
  const clientOf = (http: ReturnType<typeof cannedHttp>) => soapClient(billingContract, { url, http });

  test("says the type of every value and the length of every array", async () => {
    const body = await sent((client) =>
      client.openInvoices(
        { customer: { name: "Köhler", parent: null }, months: { item: [10, 11] } },
        testCall(),
      ),
    );
    expect(body).toContain(
      '<soap:Body><billing:openInvoices soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">' +
        '<customer xsi:type="tns1:Customer"><name xsi:type="xsd:string">Köhler</name><parent xsi:nil="true"/></customer>' +
        '<months xsi:type="soapenc:Array" soapenc:arrayType="xsd:int[2]"><item xsi:type="xsd:int">10</item><item xsi:type="xsd:int">11</item></months>' +
        "</billing:openInvoices></soap:Body>",
    );
    for (const prefix of ["soapenc", "xsd", "tns1", "billing"])
      expect(body).toContain(` xmlns:${prefix}="http://`);
  });

  test("says which of its possible types a value is of", async () => {
    const body = await sent((client) =>
      client.payRequest(
        { number: null, payment: { $type: "CardPayment", amount: "1.10", card: null } },
        testCall(),
      ),
    );
    expect(body).toContain(
      '<number xsi:nil="true"/><payment xsi:type="tns1:CardPayment"><amount xsi:type="xsd:decimal">1.10</amount><card xsi:nil="true"/></payment>',
    );
  });

  test("is refused with a path before anything is sent", async () => {
    const months = { item: [1, 2.5] };
    await expect(
      sent((client) => client.openInvoices({ customer: null, months }, testCall())),
    ).rejects.toThrow("Not a valid int: /openInvoices/months/item[2]");
    const noArray = { item: "1" } as unknown as typeof months;
    await expect(
      sent((client) => client.openInvoices({ customer: null, months: noArray }, testCall())),
    ).rejects.toThrow("An array is needed: /openInvoices/months/item");
  });

  test("that goes one way is done when it is acknowledged", async () => {
    const http = cannedHttp(() => ({ status: 202, headers: {} }));
    expect(
      await soapClient(billingContract, { url, http }).remind({ number: "1" }, testCall()),
    ).toBeUndefined();
  });
});
