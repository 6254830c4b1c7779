import { defineAdapter } from "@portico/adapter-kit";
import { createCrmClient } from "./client.ts";
import { CrmConfigSchema } from "./config.ts";
import { findCustomer } from "./operations/find-customer.ts";

export const crm = defineAdapter({
  name: "crm",
  config: CrmConfigSchema,
  connect: createCrmClient,
  operations: { findCustomer },
});
