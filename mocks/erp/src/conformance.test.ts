import { readXml } from "@portico/mock-kit";
import { simulatorConformance } from "@portico/mock-kit/testing";
import { addressingHeaders, envelope, erpCall, findOrders } from "./testing/erp-client.ts";
import { createErpMock } from "./mock.ts";

simulatorConformance({
  open: () => createErpMock(),
  call: () => erpCall(envelope(addressingHeaders("FindOrders"), findOrders())),
  wellFormed: (body) => {
    try {
      return readXml(body, null).name === "Envelope";
    } catch {
      return false;
    }
  },
  isServerFault: (status, body) => status === 500 && body.includes("<soap:Value>soap:Receiver</soap:Value>"),
});
