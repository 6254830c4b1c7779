import { ContractBroken } from "@portico/core";
import { testCall } from "@portico/core/testing";
import type { HttpRequest } from "@portico/http";
import { isFaultOf, soapClient } from "@portico/soap";
import { describe, expect, test } from "vitest";
import { crmContract } from "../generated/crm.gen.ts";

const url = "http://crm.nordhaus.example/crm/CustomerService.asmx";

/** A CRM that answers everything with these bytes. */
function crm(body: string | Buffer, contentType = "text/xml; charset=utf-8", status = 200) {
  const requests: HttpRequest[] = [];
  const client = soapClient(crmContract, {
    url,
    http: {
      request(request) {
        requests.push(request);
        return Promise.resolve({ status, headers: { "content-type": contentType }, body: Buffer.from(body) });
      },
      close: () => Promise.resolve(),
    },
  });
  return { client, requests };
}

const kunde = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <soap:Body>
    <LeseKundeResponse xmlns="http://crm.nordhaus.example/2006/08">
      <LeseKundeResult version="9223372036854775807" geloescht="0">
        <kdnr xmlns="http://crm.nordhaus.example/2006/08/types">100001</kdnr>
        <t:anzName xmlns:t="http://crm.nordhaus.example/2006/08/types">Gasthof "Zur Grünen Linde" &amp; Söhne</t:anzName>
        <segment xmlns="http://crm.nordhaus.example/2006/08/types">2</segment>
        <ansprechpartner xmlns="http://crm.nordhaus.example/2006/08/types">
          <anrede>1</anrede><vorname>Änne</vorname><nachname><![CDATA[<von> & zu]]></nachname>
          <telefon xsi:nil="true" />
        </ansprechpartner>
        <anschrift xmlns="http://crm.nordhaus.example/2006/08/types" xmlns:a="http://crm.nordhaus.example/2006/08/common">
          <a:strasse>Hauptstr. 1</a:strasse><a:plz>01067</a:plz><a:ort>Dresden</a:ort><a:land>DE</a:land>
        </anschrift>
        <kreditlimit xmlns="http://crm.nordhaus.example/2006/08/types">12345678901234567890.10</kreditlimit>
        <waehrung xmlns="http://crm.nordhaus.example/2006/08/types">EUR</waehrung>
        <zahlungsziel xmlns="http://crm.nordhaus.example/2006/08/types">30</zahlungsziel>
        <kundeSeit xmlns="http://crm.nordhaus.example/2006/08/types">1997-05-01</kundeSeit>
        <merkmale xmlns="http://crm.nordhaus.example/2006/08/types" xmlns:a="http://crm.nordhaus.example/2006/08/common">
          <a:string>Skonto</a:string><a:string xsi:nil="true"/><a:string/>
        </merkmale>
        <notizen xmlns="http://crm.nordhaus.example/2006/08/types"><datum>2026-03-29T02:30:00</datum><verfasser>mm</verfasser><text>Zeile 1
Zeile 2</text></notizen>
      </LeseKundeResult>
    </LeseKundeResponse>
  </soap:Body>
</soap:Envelope>`;

const read = {
  LeseKundeResult: {
    version: "9223372036854775807",
    geloescht: false,
    kdnr: "100001",
    anzName: 'Gasthof "Zur Grünen Linde" & Söhne',
    segment: "2",
    ansprechpartner: { anrede: "1", vorname: "Änne", nachname: "<von> & zu", telefon: null },
    anschrift: { strasse: "Hauptstr. 1", plz: "01067", ort: "Dresden", land: "DE" },
    kreditlimit: "12345678901234567890.10",
    waehrung: "EUR",
    zahlungsziel: 30,
    kundeSeit: "1997-05-01",
    merkmale: { string: ["Skonto", null, ""] },
    notizen: [{ datum: "2026-03-29T02:30:00", verfasser: "mm", text: "Zeile 1\nZeile 2" }],
  },
};

describe("the CRM's wire", () => {
  test("a customer keeps every digit, line, nil and blank", async () => {
    expect(await crm(kunde).client.LeseKunde({ kdnr: "100001" }, testCall())).toStrictEqual(read);
  });

  test("windows-1252 is read as such, said by HTTP or by the declaration only", async () => {
    const bytes = Buffer.from(kunde, "latin1");
    expect(
      await crm(bytes, "text/xml; charset=windows-1252").client.LeseKunde({ kdnr: "100001" }, testCall()),
    ).toStrictEqual(read);
    const declared = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="windows-1252"?>\n'), bytes]);
    expect(await crm(declared, "text/xml").client.LeseKunde({ kdnr: "100001" }, testCall())).toStrictEqual(
      read,
    );
    await expect(crm(bytes).client.LeseKunde({ kdnr: "100001" }, testCall())).rejects.toBeInstanceOf(
      ContractBroken,
    );
  });

  test("a list that is absent, nil, empty or holds a nil row are four things", async () => {
    const search = async (result: string) =>
      await crm(
        `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><e:Body><SucheKundenResponse xmlns="http://crm.nordhaus.example/2006/08" xmlns:t="http://crm.nordhaus.example/2006/08/types">${result}</SucheKundenResponse></e:Body></e:Envelope>`,
      ).client.SucheKunden({ suchtext: "x", maxTreffer: 5 }, testCall());
    expect(await search("")).toStrictEqual({});
    expect(await search('<SucheKundenResult i:nil="true"/>')).toStrictEqual({ SucheKundenResult: null });
    expect(await search("<SucheKundenResult/>")).toStrictEqual({ SucheKundenResult: { Kunde: [] } });
    expect(await search('<SucheKundenResult><t:Kunde i:nil="true"/></SucheKundenResult>')).toStrictEqual({
      SucheKundenResult: { Kunde: [null] },
    });
  });

  test.each([
    ["a namespace that moved", kunde.replaceAll("2006/08/types", "2007/01/types"), "/LeseKundeResult/kdnr"],
    ["a number that is none", kunde.replace(">30<", ">dreißig<"), "/LeseKundeResult/zahlungsziel"],
    ["a segment nobody defined", kunde.replace(">2<", ">9<"), "/LeseKundeResult/segment"],
    ["a day that does not exist", kunde.replace("1997-05-01", "1997-02-29"), "/LeseKundeResult/kundeSeit"],
    ["a customer number of five digits", kunde.replace("100001", "10001"), "/LeseKundeResult/kdnr"],
    ["a missing version", kunde.replace('version="9223372036854775807" ', ""), "/LeseKundeResult/@version"],
  ])("%s breaks the contract, with its place", async (_what, body, path) => {
    await expect(crm(body).client.LeseKunde({ kdnr: "100001" }, testCall())).rejects.toMatchObject({
      code: "contract_broken",
      path: `/Envelope/Body/LeseKundeResponse${path}`,
    });
  });

  test("a locked row is a declared fault, wherever its namespace was declared", async () => {
    const fault = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault>
      <faultcode>soap:Client</faultcode><faultstring>Satz gesperrt</faultstring><detail>
        <x:KundeGesperrt xmlns:x="http://crm.nordhaus.example/2006/08/types"><x:kdnr>100001</x:kdnr><x:gesperrtVon>NACHTLAUF</x:gesperrtVon><x:gesperrtBis>2026-11-22T02:20:00</x:gesperrtBis></x:KundeGesperrt>
      </detail></soap:Fault></soap:Body></soap:Envelope>`;
    const error: unknown = await crm(fault, "text/xml", 500)
      .client.LeseKunde({ kdnr: "100001" }, testCall())
      .catch((reason: unknown) => reason);
    expect(isFaultOf(crmContract.operations.LeseKunde, error) && error.detail).toStrictEqual({
      name: "KundeGesperrt",
      value: { kdnr: "100001", gesperrtVon: "NACHTLAUF", gesperrtBis: "2026-11-22T02:20:00" },
    });
  });

  test("a request is wrapped, qualified and in order", async () => {
    const { client, requests } = crm(
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><AendereAnsprechpartnerResponse xmlns="http://crm.nordhaus.example/2006/08"><AendereAnsprechpartnerResult>8</AendereAnsprechpartnerResult></AendereAnsprechpartnerResponse></e:Body></e:Envelope>',
    );
    const answer = await client.AendereAnsprechpartner(
      {
        ansprechpartner: { telefon: null, nachname: "Ä & Ö", vorname: "", anrede: "3" },
        kdnr: "100001",
      },
      testCall(),
    );
    expect(answer).toStrictEqual({ AendereAnsprechpartnerResult: "8" });
    expect(requests[0]?.headers?.["soapaction"]).toBe(
      '"http://crm.nordhaus.example/2006/08/AendereAnsprechpartner"',
    );
    expect(/<soap:Body>(.*)<\/soap:Body>/.exec(String(requests[0]?.body))?.[1]).toBe(
      "<tns:AendereAnsprechpartner><tns:kdnr>100001</tns:kdnr><tns:ansprechpartner><types:anrede>3</types:anrede>" +
        "<types:vorname/><types:nachname>Ä &amp; Ö</types:nachname>" +
        '<types:telefon xsi:nil="true"/></tns:ansprechpartner></tns:AendereAnsprechpartner>',
    );
  });
});
