import { expect, test } from "vitest";
import { faultCodes, findOrders, getOrder, openErp } from "./testing/erp-client.ts";

test("the contract is served beside the service, with the address it was asked by", async () => {
  const { erp } = openErp();
  const get = async (path: string) => (await erp.fetch(new Request(`http://127.0.0.1:4100${path}`))).text();
  expect(await get("/erp/services/OrderService?wsdl")).toContain(
    `<soap12:address location="http://127.0.0.1:4100/erp/services/OrderService"/>`,
  );
  expect(await get("/erp/services/erp.xsd")).toContain(
    `targetNamespace="http://orders.erp.nordhaus.example/"`,
  );
  expect(erp.calls().total).toBe(0);
});

test("fault is a server fault, and calls are counted by operation whatever the scenario", async () => {
  const { erp, ask, send } = openErp();
  erp.switchTo({ name: "fault" });
  const { status, text } = await ask("GetOrder", getOrder("4500100001"));
  expect([status, faultCodes(text)]).toEqual([500, ["soap:Receiver"]]);
  erp.switchTo({ name: "malformed" });
  expect((await ask("FindOrders", findOrders())).text).toMatch(/< \w/);
  await send("<nonsense/>");
  expect(erp.calls()).toMatchObject({ total: 3, byOperation: { GetOrder: 1, FindOrders: 1, unknown: 1 } });
});
