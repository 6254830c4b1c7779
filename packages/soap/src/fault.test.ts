import { ContractBroken } from "@portico/core";
import { describe, expect, test } from "vitest";
import {
  answering,
  ask,
  ENVELOPE_11,
  ENVELOPE_12,
  envelope11,
  fault11,
  fault12,
  odditiesContract,
  odditiesContract12,
  refused,
} from "../test/legacy-server.ts";
import { isFaultOf, SoapFault } from "./fault.ts";

describe("faults", () => {
  test.each([200, 400, 500])("SOAP 1.1, status %i: code, reason and declared detail", async (status) => {
    const fault = await ask(
      answering(
        status,
        "text/xml",
        fault11("e:Client.Odd", `<detail>\n${refused}<stack>at…</stack></detail>`),
      ),
    );
    expect(fault).toBeInstanceOf(SoapFault);
    expect(fault).toMatchObject({
      code: "backend_rejected",
      transient: false,
      faultCode: { uri: ENVELOPE_11, local: "Client.Odd" },
      subcodes: [],
      reason: "Nein: Kühe",
      blamesServer: false,
      detail: { name: "Refused", value: { because: "plain" } },
    });
  });

  test.each([200, 400, 500])(
    "SOAP 1.2, status %i: code, subcode, reason and declared detail",
    async (status) => {
      const fault = await ask(
        answering(
          status,
          "application/soap+xml; charset=utf-8",
          fault12("e:Sender", `<e:Detail>${refused}</e:Detail>`),
        ),
        odditiesContract12,
      );
      expect(fault).toBeInstanceOf(SoapFault);
      expect(fault).toMatchObject({
        faultCode: { uri: ENVELOPE_12, local: "Sender" },
        subcodes: [{ uri: "urn:oddities", local: "Odd" }],
        reason: "No",
        blamesServer: false,
        detail: { name: "Refused", value: { because: "plain" } },
      });
    },
  );

  test("may come in the version of SOAP that the system knows, and say that it knows no other", async () => {
    const answer = answering(500, "text/xml", fault11("e:VersionMismatch", ""));
    expect(await ask(answer, odditiesContract12)).toMatchObject({
      code: "backend_rejected",
      faultCode: { uri: ENVELOPE_11, local: "VersionMismatch" },
    });
  });

  test("without a declared detail say whom they blame", async () => {
    const server = await ask(
      answering(500, "text/xml", fault11("e:Server", "<detail>ORA-00054 <x xmlns='urn:x'/></detail>")),
    );
    expect(server).toMatchObject({ blamesServer: true, detail: undefined });
    const receiver = await ask(
      answering(500, "application/soap+xml", fault12("e:Receiver", "")),
      odditiesContract12,
    );
    expect(receiver).toMatchObject({ blamesServer: true, detail: undefined });
    const other = await ask(answering(500, "text/xml", fault11("x:Server", "")));
    expect(other).toMatchObject({ blamesServer: false, faultCode: { uri: "", local: "Server" } });
  });

  test("with a detail of a simple type are typed too", async () => {
    const fault = await ask(
      answering(500, "text/xml", fault11("e:Client", '<detail><word xmlns="urn:oddities">w</word></detail>')),
    );
    if (!isFaultOf(odditiesContract.operations.Echo, fault)) throw new Error("not a fault of Echo");
    expect(fault.detail?.name === "word" ? fault.detail.value.length : fault.detail).toBe(1);
    expect(isFaultOf(odditiesContract.operations.delete, fault)).toBe(false);
  });

  test("are read in whatever order their parts come", async () => {
    const parts = `<e:Fault><detail>${refused}</detail><faultactor>a</faultactor><faultstring>s</faultstring><faultcode>e:Client</faultcode></e:Fault>`;
    expect(await ask(answering(500, "text/xml", envelope11(parts)))).toMatchObject({
      faultCode: { local: "Client" },
      reason: "s",
      detail: { name: "Refused" },
    });
  });

  test("whose declared detail is not as declared break the contract", async () => {
    const odd = fault11(
      "e:Client",
      '<detail><o:Refused xmlns:o="urn:oddities"><o:because>other</o:because></o:Refused></detail>',
    );
    const error = await ask(answering(200, "text/xml", odd));
    expect(error).toBeInstanceOf(ContractBroken);
    expect(error).toMatchObject({ path: "/Envelope/Body/Fault/detail/Refused/because" });
  });

  test("keep what the system said out of the message", async () => {
    const fault = await ask(answering(500, "text/xml", fault11("e:Server", "")));
    expect((fault as Error).message).toBe("The system answered with a fault.");
  });
});
