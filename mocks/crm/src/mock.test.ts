import { schemaErrors } from "@portico/mock-kit/testing";
import { describe, expect, test } from "vitest";
import { faultCode, leseKunde, openCrm } from "./testing/crm-client.ts";

const typesXsd = new URL("../contract/crm-types.xsd", import.meta.url);

describe("the contract", () => {
  test("is served beside the service, with the address it was asked by", async () => {
    const { crm } = openCrm();
    const get = async (path: string) => (await crm.fetch(new Request(`http://127.0.0.1:4100${path}`))).text();
    expect(await get("/crm/CustomerService.asmx?WSDL")).toContain(
      `<soap:address location="http://127.0.0.1:4100/crm/CustomerService.asmx"/>`,
    );
    for (const file of ["crm-messages.xsd", "crm-types.xsd", "crm-common.xsd"]) {
      expect(await get(`/crm/${file}`)).toContain(`targetNamespace="http://crm.nordhaus.example/2006/08`);
    }
    expect(crm.calls().total).toBe(0);
  });
});

describe("scenarios", () => {
  test("row-locked refuses to read or change a row, names who holds it and until when, and still searches", async () => {
    const { crm, ask } = openCrm();
    crm.switchTo({ name: "row-locked" });
    const { status, text } = await ask("LeseKunde", leseKunde("100001"));
    expect(status).toBe(500);
    expect(schemaErrors(typesXsd, text, "//detail/*")).toEqual([]);
    expect(text).toContain("<gesperrtBis>2026-11-02T10:20:00+01:00</gesperrtBis>");
    expect((await ask("LeseKunde", leseKunde("999999"))).text).toContain("KundeNichtGefunden");
    const search =
      "<m:SucheKunden><m:suchtext>gmbh</m:suchtext><m:maxTreffer>1</m:maxTreffer></m:SucheKunden>";
    expect((await ask("SucheKunden", search)).status).toBe(200);
  });

  test("fault is a server fault, malformed is not well-formed, calls are counted by operation", async () => {
    const { crm, ask } = openCrm();
    crm.switchTo({ name: "fault" });
    const fault = await ask("LeseKunde", leseKunde("100001"));
    expect([fault.status, faultCode(fault.text)]).toEqual([500, "soap:Server"]);
    crm.switchTo({ name: "malformed" });
    const { text } = await ask("LeseKunde", leseKunde("100001"));
    expect(text).toMatch(/[^<]< [ab]:/);
    await ask("Loesche", leseKunde("100001"));
    expect(crm.calls()).toMatchObject({ total: 3, byOperation: { LeseKunde: 2, unknown: 1 } });
  });
});
