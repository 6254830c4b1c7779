import { readXml } from "@portico/mock-kit";
import { simulatorConformance } from "@portico/mock-kit/testing";
import { crmCall, envelope, leseKunde, securityHeader } from "./testing/crm-client.ts";
import { createCrmMock } from "./mock.ts";

let calls = 0;

simulatorConformance({
  open: () => createCrmMock(),
  call: () => {
    const token = securityHeader({ nowMs: Date.now(), nonce: `nonce-${(calls += 1)}` });
    return crmCall("LeseKunde", envelope(token, leseKunde("100001")));
  },
  wellFormed: (body) => {
    try {
      return readXml(body, null).name === "Envelope";
    } catch {
      return false;
    }
  },
  isServerFault: (status, body) => status === 500 && body.includes(">soap:Server</faultcode>"),
});
