import { schemaErrors } from "@portico/mock-kit/testing";
import { growCustomers } from "@portico/mock-seed";
import { describe, expect, test } from "vitest";
import { envelope, faultCode, leseKunde, openCrm } from "./testing/crm-client.ts";

const messagesXsd = new URL("../contract/crm-messages.xsd", import.meta.url);
const typesXsd = new URL("../contract/crm-types.xsd", import.meta.url);

const field = (name: string, text: string): string | undefined =>
  new RegExp(`<a:${name}[^>]*>([^<]*)<`).exec(text)?.[1];

describe("LeseKunde", () => {
  test("answers about two kilobytes of windows-1252 that the schema accepts", async () => {
    const { ask } = openCrm();
    const { status, type, text } = await ask("LeseKunde", leseKunde("100001"));
    expect([status, type]).toEqual([200, "text/xml; charset=windows-1252"]);
    expect(text).toMatch(/^<\?xml version="1.0" encoding="windows-1252"\?>/);
    expect(text.length).toBeGreaterThan(1_500);
    expect(text.length).toBeLessThan(3_000);
    expect(schemaErrors(messagesXsd, text, "/*/*/*")).toEqual([]);
    expect(field("kdnr", text)).toBe("100001");
  });

  test("every customer there is fits the schema, and reads as it was seeded", async () => {
    const { ask } = openCrm();
    for (const customer of growCustomers(1)) {
      const { text } = await ask("LeseKunde", leseKunde(customer.number));
      expect(schemaErrors(messagesXsd, text, "/*/*/*")).toEqual([]);
      const read = text.replace(/&#x([0-9A-F]+);/g, (_, hex: string) =>
        String.fromCodePoint(Number.parseInt(hex, 16)),
      );
      expect(field("anzName", read)).toBe(customer.name.replaceAll("&", "&amp;"));
      expect(field("nachname", read)).toBe(customer.contact.lastName);
      expect(read.includes("€")).toBe(customer.notes.some(({ text: note }) => note.includes("€")));
    }
  });

  test("a soft-deleted row is answered, and says so", async () => {
    const { ask } = openCrm();
    const deleted = growCustomers(1).find((customer) => customer.deleted);
    expect((await ask("LeseKunde", leseKunde(deleted?.number ?? ""))).text).toContain(`geloescht="true"`);
    expect((await ask("LeseKunde", leseKunde("100001"))).text).not.toContain("geloescht");
  });

  test("nil, absent and present are three things on the wire", async () => {
    const { ask } = openCrm();
    const customers = growCustomers(1);
    const read = async (wanted: (typeof customers)[number] | undefined) =>
      (await ask("LeseKunde", leseKunde(wanted?.number ?? ""))).text;
    expect(await read(customers.find(({ contact }) => contact.phone === null))).toContain(
      `<a:telefon xsi:nil="true"/>`,
    );
    expect(await read(customers.find(({ contact }) => contact.email === null))).toMatch(
      /<\/a:nachname><a:telefon/,
    );
    expect(await read(customers.find(({ creditLimitCents }) => creditLimitCents === null))).toContain(
      `<a:kreditlimit xsi:nil="true"/>`,
    );
    expect(await read(customers.find(({ accountManager }) => accountManager === null))).not.toContain(
      "<a:betreuer>",
    );
  });

  test("an unknown number is the declared fault, with status 500", async () => {
    const { ask } = openCrm();
    const { status, text } = await ask("LeseKunde", leseKunde("999999"));
    expect(status).toBe(500);
    expect(faultCode(text)).toBe("soap:Server");
    expect(schemaErrors(typesXsd, text, "//detail/*")).toEqual([]);
    expect(text).toContain("<kdnr>999999</kdnr>");
  });
});

describe("SucheKunden", () => {
  const suche = (text: string, max: number | string): string =>
    `<m:SucheKunden><m:suchtext>${text}</m:suchtext><m:maxTreffer>${max}</m:maxTreffer></m:SucheKunden>`;

  test("finds part of a name in any case, at most as many as asked, and the schema accepts them", async () => {
    const { ask } = openCrm();
    const { text } = await ask("SucheKunden", suche("GMBH", 3));
    expect(text.match(/<t:Kunde /g)).toHaveLength(3);
    expect(schemaErrors(messagesXsd, text, "/*/*/*")).toEqual([]);
  });

  test("finds nobody as an empty list, and never the soft-deleted", async () => {
    const { ask } = openCrm();
    const nobody = await ask("SucheKunden", suche("kein Kunde heißt so", 10));
    expect(nobody.text).not.toContain("<t:Kunde ");
    expect(schemaErrors(messagesXsd, nobody.text, "/*/*/*")).toEqual([]);
    const everybody = await ask("SucheKunden", suche("", 100));
    expect(everybody.text.match(/<t:Kunde /g)).toHaveLength(100);
    expect(everybody.text).not.toContain("geloescht");
  });

  test.each([["0"], ["101"], ["-1"], ["viele"]])("refuses maxTreffer %s", async (max) => {
    const { status, text } = await openCrm().ask("SucheKunden", suche("a", max));
    expect([status, faultCode(text)]).toEqual([500, "soap:Client"]);
  });
});

describe("AendereAnsprechpartner", () => {
  const contact = (inner: string): string =>
    `<m:AendereAnsprechpartner><m:kdnr>100001</m:kdnr><m:ansprechpartner>${inner}</m:ansprechpartner></m:AendereAnsprechpartner>`;
  const ida =
    `<t:anrede>3</t:anrede><t:vorname>Ida</t:vorname><t:nachname>Łąka &amp; Söhne</t:nachname>` +
    `<t:telefon xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>`;

  test("is seen by the next LeseKunde, under the version it answered", async () => {
    const { ask } = openCrm();
    const before = await ask("LeseKunde", leseKunde("100001"));
    const changed = await ask("AendereAnsprechpartner", contact(ida));
    expect(schemaErrors(messagesXsd, changed.text, "/*/*/*")).toEqual([]);
    const version = /Result>(\d+)</.exec(changed.text)?.[1];
    const after = await ask("LeseKunde", leseKunde("100001"));
    expect(after.text).toContain(`version="${version}"`);
    expect(BigInt(version ?? 0)).toBeGreaterThan(BigInt(/version="(\d+)" xmlns/.exec(before.text)?.[1] ?? 0));
    expect(after.text).toContain("<a:anrede>3</a:anrede><a:vorname>Ida</a:vorname>");
    expect(after.text).toContain("<a:nachname>&#x141;&#x105;ka &amp; Söhne</a:nachname>");
    expect(after.text).toContain(`</a:nachname><a:telefon xsi:nil="true"/>`);
  });

  test.each([
    ["an unknown salutation", ida.replace(">3<", ">4<")],
    ["no surname", ida.replace(/<t:nachname>.*<\/t:nachname>/, "")],
    ["fields in the wrong namespace", ida.replaceAll("t:", "m:")],
  ])("refuses %s and changes nothing", async (_, inner) => {
    const { ask } = openCrm();
    const before = await ask("LeseKunde", leseKunde("100001"));
    const { status, text } = await ask("AendereAnsprechpartner", contact(inner));
    expect([status, faultCode(text)]).toEqual([500, "soap:Client"]);
    expect((await ask("LeseKunde", leseKunde("100001"))).text).toBe(before.text);
  });

  test("a soft-deleted row cannot be changed", async () => {
    const { ask } = openCrm();
    const deleted = growCustomers(1).find((customer) => customer.deleted);
    const { status, text } = await ask(
      "AendereAnsprechpartner",
      contact(ida).replace("100001", deleted?.number ?? ""),
    );
    expect(status).toBe(500);
    expect(text).toContain("KundeNichtGefunden");
  });

  test("two simulators share nothing", async () => {
    const one = openCrm();
    const other = openCrm();
    await one.ask("AendereAnsprechpartner", contact(ida));
    expect((await other.ask("LeseKunde", leseKunde("100001"))).text).not.toContain("Ida");
  });
});

describe("wrong requests", () => {
  test.each([
    ["an unknown SOAPAction", "Loesche", {}, leseKunde("100001"), "soap:Client"],
    ["no SOAPAction", "LeseKunde", { soapaction: "" }, leseKunde("100001"), "soap:Client"],
    ["another operation in the body", "SucheKunden", {}, leseKunde("100001"), "soap:Client"],
    [
      "a parameter in no namespace",
      "LeseKunde",
      {},
      "<m:LeseKunde><kdnr>100001</kdnr></m:LeseKunde>",
      "soap:Client",
    ],
  ])("%s", async (_, operation, headers, body, code) => {
    const { send, token } = openCrm();
    const { status, text } = await send(operation, envelope(token(), body), headers);
    expect([status, faultCode(text)]).toEqual([500, code]);
  });

  test("XML that is none, a DTD, SOAP 1.2 and a header nobody knows", async () => {
    const { send, token } = openCrm();
    const good = envelope(token(), leseKunde("100001"));
    const codes = [];
    for (const xml of [
      good.slice(0, -5),
      `<!DOCTYPE x [<!ENTITY e "x">]>${good}`,
      good.replace("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"),
      good.replace("<s:Header>", `<s:Header><x xmlns="urn:x" s:mustUnderstand="1"/>`),
    ]) {
      codes.push(faultCode((await send("LeseKunde", xml)).text));
    }
    expect(codes).toEqual(["soap:Client", "soap:Client", "soap:VersionMismatch", "soap:MustUnderstand"]);
  });

  test("GET is 405 and JSON is 415", async () => {
    const { crm, send } = openCrm();
    expect((await crm.fetch(new Request(`http://crm.test/crm/CustomerService.asmx`))).status).toBe(405);
    expect((await send("LeseKunde", "{}", { "content-type": "application/json" })).status).toBe(415);
  });
});
