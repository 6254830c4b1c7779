import { once } from "node:events";
import { createServer } from "node:http";
import { openAdapter } from "@portico/adapter-kit";
import { listenOnFreePort, testCall } from "@portico/core/testing";
import { type Customer, CustomerSchema } from "@portico/domain";
import { expect, onTestFinished, test } from "vitest";
import { crm } from "../src/index.ts";

const credentials = { username: "portico", password: "secret" };

test.each(["", "10001", "1000011", "abcdef", "100001\n"])(
  "%j, which is no customer number, names no customer, whatever the CRM's health is",
  async (customerId) => {
    const adapter = openAdapter(crm, crm.config.parse({ url: "http://127.0.0.1:9/crm", ...credentials }));
    onTestFinished(() => adapter.close());
    const call = testCall({ identity: { customerId } });
    const ask = () => adapter.operations.findCustomer({ customerId }, call);
    expect([await ask(), adapter.circuits[0]?.counts.calls]).toEqual([null, 0]);
    adapter.circuits[0]?.open({ who: "ada", why: "CRM upgrade" });
    expect(await ask()).toBeNull();
  },
);

const FIELDS = {
  kdnr: "100001",
  vorname: "Änne",
  nachname: "Müller",
  waehrung: "EUR",
  kundeSeit: "1997-05-01",
};

/** What we make of a customer whom the CRM gives with these fields. */
async function customerWith(fields: Partial<typeof FIELDS>): Promise<Customer | null> {
  const { kdnr, vorname, nachname, waehrung, kundeSeit } = { ...FIELDS, ...fields };
  const answer =
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
    '<LeseKundeResponse xmlns="http://crm.nordhaus.example/2006/08"><LeseKundeResult version="1" ' +
    'xmlns:t="http://crm.nordhaus.example/2006/08/types" xmlns:c="http://crm.nordhaus.example/2006/08/common">' +
    `<t:kdnr>${kdnr}</t:kdnr><t:anzName>Gasthof Linde</t:anzName><t:segment>2</t:segment><t:ansprechpartner>` +
    `<t:anrede>1</t:anrede><t:vorname>${vorname}</t:vorname><t:nachname>${nachname}</t:nachname>` +
    "<t:telefon>1</t:telefon></t:ansprechpartner><t:anschrift><c:strasse>s</c:strasse><c:plz>01067</c:plz>" +
    "<c:ort>Dresden</c:ort><c:land>DE</c:land></t:anschrift><t:kreditlimit>500</t:kreditlimit>" +
    `<t:waehrung>${waehrung}</t:waehrung><t:zahlungsziel>30</t:zahlungsziel><t:kundeSeit>${kundeSeit}</t:kundeSeit>` +
    "</LeseKundeResult></LeseKundeResponse></soap:Body></soap:Envelope>";
  const server = createServer((_, outgoing) => {
    outgoing.writeHead(200, { "content-type": "text/xml; charset=utf-8" }).end(answer);
  });
  const url = `http://127.0.0.1:${await listenOnFreePort(server)}/crm`;
  const adapter = openAdapter(crm, crm.config.parse({ url, ...credentials }));
  onTestFinished(async () => {
    await adapter.close();
    server.close();
    await once(server, "close");
  });
  const call = testCall({ identity: { customerId: "100001" } });
  return CustomerSchema.nullable().parse(
    await adapter.operations.findCustomer({ customerId: "100001" }, call),
  );
}

test("a customer that nobody has asked for is shown to nobody", async () => {
  expect(await customerWith({})).toMatchObject({ id: "100001" });
  await expect(customerWith({ kdnr: "100002" })).rejects.toMatchObject({ code: "contract_broken" });
});

test.each(["1997-05-01", "1997-05-01Z", "1997-05-01+02:00"])(
  "the relationship began on a day, whatever zone the CRM writes behind %s",
  async (kundeSeit) => {
    expect(await customerWith({ kundeSeit })).toMatchObject({ customerSince: "1997-05-01" });
  },
);

test.each(["eur", "EU ", "€€€"])("the currency %j of a credit limit is none", async (waehrung) => {
  await expect(customerWith({ waehrung })).rejects.toMatchObject({ code: "contract_broken" });
});

test.each([
  ["Änne", "Müller", "Änne Müller"],
  ["", "Müller", "Müller"],
  ["Änne", "", "Änne"],
])("a contact called %j %j has the name %j", async (vorname, nachname, name) => {
  expect(await customerWith({ vorname, nachname })).toMatchObject({ contact: { name } });
});
