import fc from "fast-check";
import { testCall } from "@portico/core/testing";
import { expect, test } from "vitest";
import { cannedHttp } from "../../test/canned-http.ts";
import { billingContract, type CustomerWire } from "../../test/bindings/generated/axis1-billing.gen.ts";
import { soapClient } from "../client.ts";

const url = "http://billing.example/";
const text = fc.string({ unit: fc.constantFrom("a", "ü", "<", "&", '"', " ", "]", "#") });
const nil = (name: string) => `<${name} xsi:nil="true"/>`;

const { customer } = fc.letrec<{ customer: CustomerWire }>((tie) => ({
  customer: fc.record(
    {
      name: fc.option(text),
      parent: fc.option(tie("customer"), { maxDepth: 4, depthIdentifier: "parents" }),
    },
    { noNullPrototype: true },
  ),
}));

const escape = (value: string) => value.replace(/[&<]/g, (found) => (found === "<" ? "&lt;" : "&amp;"));

/** Writes customers as Axis 1 may: in place, or somewhere else and referred to, as the flips say. */
class Writer {
  readonly elsewhere: string[] = [];
  private readonly flips: Iterator<boolean>;

  constructor(flips: Iterator<boolean>) {
    this.flips = flips;
  }

  element(name: string, type: string, content: string): string {
    if (this.flips.next().value !== true) return `<${name} xsi:type="${type}">${content}</${name}>`;
    const id = `id${this.elsewhere.length}`;
    const at = this.flips.next().value === true ? this.elsewhere.length : 0;
    this.elsewhere.splice(at, 0, `<multiRef id="${id}" e:root="0" xsi:type="${type}">${content}</multiRef>`);
    return `<${name} href="#${id}"/>`;
  }

  customer(name: string, value: CustomerWire | null): string {
    if (value === null) return nil(name);
    const said = value.name === null ? nil("name") : this.element("name", "xsd:string", escape(value.name));
    return this.element(name, "m:Customer", said + this.customer("parent", value.parent));
  }
}

test("a customer is the same wherever its parts are written", async () => {
  await fc.assert(
    fc.asyncProperty(customer, fc.infiniteStream(fc.boolean()), async (value, flips) => {
      const writer = new Writer(flips);
      const invoice = `<i xsi:type="m:Invoice">${nil("amount")}${writer.customer("customer", value)}${["issued", "lines", "number", "reference", "status"].map(nil).join("")}</i>`;
      const answer =
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" xmlns:m="http://model.billing.example"><s:Body>' +
        `<n:openInvoicesResponse xmlns:n="http://billing.example/services/Billing"><openInvoicesReturn e:arrayType="m:Invoice[1]">${invoice}</openInvoicesReturn></n:openInvoicesResponse>` +
        `${writer.elsewhere.join("")}</s:Body></s:Envelope>`;
      const http = cannedHttp(() => ({ body: Buffer.from(answer) }));
      const input = { customer: value, months: null };
      const output = await soapClient(billingContract, { url, http }).openInvoices(input, testCall());
      expect(output.openInvoicesReturn?.item[0]?.customer).toStrictEqual(value);
    }),
    { numRuns: 300 },
  );
});
