import { openAdapter } from "@portico/adapter-kit";
import { testCall } from "@portico/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { crm } from "../src/index.ts";

test.each(["", "10001", "1000011", "abcdef", "100001\n"])(
  "%j, which is no customer number, names no customer, whatever the CRM's health is",
  async (customerId) => {
    const config = { url: "http://127.0.0.1:9/crm", username: "portico", password: "secret" };
    const adapter = openAdapter(crm, crm.config.parse(config));
    onTestFinished(() => adapter.close());
    const call = testCall({ identity: { customerId } });
    const ask = () => adapter.operations.findCustomer({ customerId }, call);
    expect([await ask(), adapter.circuits[0]?.counts.calls]).toEqual([null, 0]);
    adapter.circuits[0]?.open({ who: "ada", why: "CRM upgrade" });
    expect(await ask()).toBeNull();
  },
);
