import { readFile } from "node:fs/promises";
import { openAdapter } from "@portico/adapter-kit";
import type { Customer } from "@portico/domain";
import { testCall } from "@portico/core/testing";
import { createCrmMock, crmDevCredentials, crmServicePath } from "@portico/mock-crm";
import { serveFetch } from "@portico/mock-kit";
import { growCustomers, type SeedCustomer } from "@portico/mock-seed";
import { expect, test } from "vitest";
import { crm, CrmConfigSchema } from "../src/index.ts";

const SEED = 1;

/** What a customer is to us, straight from the facts: no wire in between. */
const expected = (customer: SeedCustomer): Customer | null =>
  customer.deleted
    ? null
    : {
        id: customer.number,
        companyName: customer.name,
        segment: customer.segment,
        contact: {
          name: `${customer.contact.firstName} ${customer.contact.lastName}`,
          email: customer.contact.email,
          phone: customer.contact.phone,
        },
        address: customer.address,
        creditLimit:
          customer.creditLimitCents === null
            ? null
            : { amount: (customer.creditLimitCents / 100).toFixed(2), currency: "EUR" },
        paymentTermDays: customer.paymentTermDays,
        customerSince: customer.since,
        accountManager: customer.accountManager,
      };

test("every customer of the estate arrives as it is, written-off ones not at all", async () => {
  const server = await serveFetch(createCrmMock({ seed: SEED }).fetch);
  const config = CrmConfigSchema.parse({ url: server.origin + crmServicePath, ...crmDevCredentials });
  const adapter = openAdapter(crm, config);
  const seeded = growCustomers(SEED);
  expect(seeded.some(({ deleted }) => deleted)).toBe(true);
  expect(seeded.some(({ creditLimitCents }) => creditLimitCents === null)).toBe(true);
  for (const customer of seeded) {
    const call = testCall({ identity: { customerId: customer.number } });
    expect(await adapter.operations.findCustomer({ customerId: customer.number }, call)).toEqual(
      expected(customer),
    );
  }
  await adapter.close();
  await server.close();
});

test.each(["crm.wsdl", "crm-messages.xsd", "crm-types.xsd", "crm-common.xsd"])(
  "%s is still what the system serves",
  async (file) => {
    const path = file === "crm.wsdl" ? `${crmServicePath}?wsdl` : `/crm/${file}`;
    const served = await createCrmMock().fetch(new Request(`http://crm.nordhaus.example${path}`));
    expect(await served.text()).toBe(await readFile(new URL(`../contract/${file}`, import.meta.url), "utf8"));
  },
);
