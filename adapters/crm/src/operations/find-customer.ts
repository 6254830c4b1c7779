import { operationOf } from "@portico/adapter-kit";
import { ContractBroken } from "@portico/core";
import { type Customer, CustomerSchema } from "@portico/domain";
import type { CrmClient } from "../client.ts";
import { isCustomerNumber, toCustomer } from "../customer.ts";
import { toAnswer } from "../faults.ts";
import { readPolicy } from "../policy.ts";

export const findCustomer = operationOf<CrmClient>()({
  kind: "read",
  audience: "user",
  policy: readPolicy,
  output: CustomerSchema.nullable(), // null: the CRM knows no such customer, or no longer
  async run({ customerId }: { readonly customerId: string }, crm, call): Promise<Customer | null> {
    try {
      const { LeseKundeResult: kunde } = await crm.LeseKunde({ kdnr: customerId }, call);
      // Whatever the CRM, or what stands before it, mixes up: nobody sees another's page.
      if (kunde.kdnr !== customerId) throw new ContractBroken("The CRM answered with another customer.");
      return toCustomer(kunde);
    } catch (error) {
      return toAnswer(error);
    }
  },
  unasked: ({ customerId }) => (isCustomerNumber(customerId) ? undefined : null),
});
