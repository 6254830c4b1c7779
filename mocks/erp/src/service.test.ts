import { schemaErrors } from "@portico/mock-kit/testing";
import { growCustomers } from "@portico/mock-seed";
import { describe, expect, test } from "vitest";
import {
  all,
  envelope,
  faultCodes,
  findOrders,
  getOrder,
  openErp,
  addressingHeaders,
  message,
} from "./testing/erp-client.ts";

const xsd = new URL("../contract/erp.xsd", import.meta.url);
const { ask, send } = openErp();

/** A decimal as a whole number of its last of `digits` places. */
const scaled = (decimal: string, digits: number): bigint => {
  const [whole = "", fraction = ""] = decimal.split(".");
  return BigInt(whole + fraction.padEnd(digits, "0"));
};

describe("FindOrders", () => {
  test("answers ten orders in about 20 kB that the schema accepts", async () => {
    const { status, type, text } = await ask("FindOrders", findOrders());
    expect([status, type]).toEqual([200, "application/soap+xml;charset=UTF-8"]);
    expect(all("orderNumber", text)).toHaveLength(10);
    expect(text.length).toBeGreaterThan(12_000);
    expect(text.length).toBeLessThan(30_000);
    expect(schemaErrors(xsd, text, "//*[local-name()='Body']/*")).toEqual([]);
  });

  test("every order of every customer fits the schema and adds up to the cent", async () => {
    let orderCount = 0;
    for (const { number } of growCustomers(1)) {
      const { text } = await ask("FindOrders", findOrders({ customerNumber: number, maxResults: 100 }));
      expect(schemaErrors(xsd, text, "//*[local-name()='Body']/*")).toEqual([]);
      for (const [order] of text.matchAll(/<order>.*?<\/order>/g)) {
        orderCount += 1;
        const lines = all("lineTotal", order).reduce((sum, total) => sum + scaled(total, 2), 0n);
        expect(lines).toBe(scaled(all("total", order)[0] ?? "", 2));
      }
    }
    expect(orderCount).toBeGreaterThanOrEqual(3_300);
  });

  test("pages put together are the whole, without gaps or repetitions", async () => {
    const whole = all("orderNumber", (await ask("FindOrders", findOrders({ maxResults: 100 }))).text);
    const pages: string[] = [];
    for (let firstResult = 0; firstResult < 100; firstResult += 7) {
      const { text } = await ask("FindOrders", findOrders({ firstResult, maxResults: 7 }));
      expect(all("totalCount", text)).toEqual([String(whole.length)]);
      pages.push(...all("orderNumber", text));
    }
    expect(pages).toEqual(whole);
    expect(new Set(whole).size).toBe(whole.length);
  });

  test.each([
    ["PLACED_AT", "placedAt", (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)],
    ["TOTAL", "total", (a: string, b: string) => Number(scaled(a, 2) - scaled(b, 2))],
  ])(
    "sorts by %s, ties by order number in the same direction, and DESC is ASC reversed",
    async (sortBy, field, compare) => {
      const ask100 = async (direction: string) =>
        (await ask("FindOrders", findOrders({ sortBy, direction, maxResults: 100 }))).text;
      const ascending = await ask100("ASC");
      const numbers = all("orderNumber", ascending);
      const keys = all(field, ascending).map((key, index) => ({ key, number: numbers[index] ?? "" }));
      const sorted = keys.toSorted((a, b) => compare(a.key, b.key) || (a.number < b.number ? -1 : 1));
      expect(keys).toEqual(sorted);
      expect(all("orderNumber", await ask100("DESC"))).toEqual(numbers.toReversed());
    },
  );

  test("filters by status, and counts what it filtered", async () => {
    const { text } = await ask("FindOrders", findOrders({ status: "CANCELLED", maxResults: 100 }));
    const statuses = all("status", text);
    expect(statuses.length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set(["CANCELLED"]));
    expect(all("totalCount", text)).toEqual([String(statuses.length)]);
  });

  test("a customer nobody knows, and a window past the end, are empty and no fault", async () => {
    const nobody = await ask("FindOrders", findOrders({ customerNumber: "999999" }));
    expect([all("totalCount", nobody.text), all("orderNumber", nobody.text)]).toEqual([["0"], []]);
    const past = await ask("FindOrders", findOrders({ firstResult: 999_999_999 }));
    expect(all("orderNumber", past.text)).toEqual([]);
  });

  test.each([
    ["maxResults 0", findOrders({ maxResults: 0 })],
    ["maxResults 101", findOrders({ maxResults: 101 })],
    ["a negative firstResult", findOrders({ firstResult: -1 })],
    ["an unknown status", findOrders({ status: "LOST" })],
    ["an unknown direction", findOrders({ direction: "desc" })],
    ["a field twice", findOrders().replace("<sortBy>", "<sortBy>TOTAL</sortBy><sortBy>")],
    ["a field too many", findOrders().replace("<sortBy>", "<page>1</page><sortBy>")],
    [
      "fields in another order",
      findOrders().replace(/(<sortBy>.*<\/sortBy>)(<direction>.*<\/direction>)/, "$2$1"),
    ],
    ["a missing field", findOrders().replace(/<sortBy>.*<\/sortBy>/, "")],
    ["fields in the message's namespace", findOrders().replaceAll(/<(\/?)(?=[a-z][A-Za-z]+>)/g, "<$1o:")],
  ])("%s is an unmarshalling error", async (_, body) => {
    const { status, text } = await ask("FindOrders", body);
    expect([status, faultCodes(text)]).toEqual([500, ["soap:Sender"]]);
    expect(text).toContain("Unmarshalling Error");
  });

  test("maxResults 1 and 100 are taken", async () => {
    for (const maxResults of [1, 100]) {
      expect((await ask("FindOrders", findOrders({ maxResults }))).status).toBe(200);
    }
  });
});

describe("GetOrder", () => {
  test("answers the order FindOrders listed, the same to the letter", async () => {
    const listed = await ask("FindOrders", findOrders());
    const order = /<order>.*?<\/order>/.exec(listed.text)?.[0] ?? "";
    const { text } = await ask("GetOrder", getOrder(all("orderNumber", order)[0] ?? ""));
    expect(schemaErrors(xsd, text, "//*[local-name()='Body']/*")).toEqual([]);
    expect(text).toContain(order);
  });

  test("an unknown order is the declared fault, with status 200", async () => {
    const { status, text } = await ask("GetOrder", getOrder("4500999999"));
    expect(status).toBe(200);
    expect(faultCodes(text)).toEqual(["soap:Receiver"]);
    expect(schemaErrors(xsd, text, "//*[local-name()='Detail']/*")).toEqual([]);
    expect(all("orderNumber", text)).toEqual(["4500999999"]);
    expect(all("Action", text)).toEqual([
      "http://orders.erp.nordhaus.example/OrderPort/GetOrder/Fault/OrderNotFoundFault",
    ]);
  });
});

describe("WS-Addressing", () => {
  test("an answer relates to its request and says what it is", async () => {
    const { text } = await ask("GetOrder", getOrder("4500100001"));
    expect(all("RelatesTo", text)).toEqual(["urn:uuid:11111111-2222-3333-4444-555555555555"]);
    expect(all("Action", text)).toEqual(["http://orders.erp.nordhaus.example/OrderPort/GetOrderResponse"]);
  });

  test.each(["Action", "MessageID", "To"])("without %s: MessageAddressingHeaderRequired", async (missing) => {
    const { status, text } = await send(
      envelope(addressingHeaders("GetOrder", { [missing]: "" }), getOrder("4500100001")),
    );
    expect([status, faultCodes(text)]).toEqual([500, ["soap:Sender", "wsa:MessageAddressingHeaderRequired"]]);
    expect(text).toContain(`>wsa:${missing}</wsa:ProblemHeaderQName>`);
    expect(all("RelatesTo", text)).toHaveLength(missing === "MessageID" ? 0 : 1);
  });

  test.each([
    ["the action of another operation", addressingHeaders("FindOrders"), "wsa:ActionMismatch"],
    [
      "a ReplyTo somewhere else",
      `${addressingHeaders("GetOrder")}<w:ReplyTo xmlns:w="http://www.w3.org/2005/08/addressing"><w:Address>http://me/</w:Address></w:ReplyTo>`,
      "wsa:OnlyAnonymousAddressSupported",
    ],
  ])("%s", async (_, header, subcode) => {
    const { status, text } = await send(envelope(header, getOrder("4500100001")));
    expect([status, faultCodes(text)]).toEqual([500, ["soap:Sender", subcode]]);
  });
});

describe("wrong requests", () => {
  const good = envelope(addressingHeaders("GetOrder"), getOrder("4500100001"));

  test.each([
    ["XML that is none", good.slice(0, -3), ["soap:Sender"]],
    ["a DTD", `<!DOCTYPE x>${good}`, ["soap:Sender"]],
    [
      "SOAP 1.1",
      good.replace("http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/"),
      ["soap:VersionMismatch"],
    ],
    [
      "an unknown operation",
      envelope(addressingHeaders("GetOrder"), message("DropOrder", "")),
      ["soap:Sender"],
    ],
    ["an empty body", envelope(addressingHeaders("GetOrder"), ""), ["soap:Sender"]],
    [
      "a header nobody knows",
      good.replace("<e:Header>", `<e:Header><x xmlns="urn:x" e:mustUnderstand="true"/>`),
      ["soap:MustUnderstand"],
    ],
  ])("%s", async (_, xml, codes) => {
    const { status, text } = await send(xml);
    expect([status, faultCodes(text)]).toEqual([500, codes]);
  });

  test("text/xml is 415 and GET is 405", async () => {
    const { erp } = openErp();
    expect((await send(good, { "content-type": "text/xml" })).status).toBe(415);
    expect((await erp.fetch(new Request("http://erp.test/erp/services/OrderService"))).status).toBe(405);
  });
});
