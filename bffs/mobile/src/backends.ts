import { catalog } from "@portico/adapter-catalog";
import { crm } from "@portico/adapter-crm";
import { erp } from "@portico/adapter-erp";
import { openAdapter } from "@portico/adapter-kit";
import { type Clock, systemClock } from "@portico/core";
import type { Config } from "./config.ts";
import type { Ports } from "./ports.ts";

export interface Backends {
  readonly ports: Ports;
  close(): Promise<void>;
}

/** Which adapter answers which port. */
export function openBackends(config: Omit<Config, "server">, clock: Clock = systemClock): Backends {
  const customers = openAdapter(crm, config.crm, clock);
  const orders = openAdapter(erp, config.erp, clock);
  const products = openAdapter(catalog, config.catalog, clock);
  return {
    ports: { customers: customers.operations, orders: orders.operations, products: products.operations },
    close: async () => {
      await Promise.all([customers.close(), orders.close(), products.close()]);
    },
  };
}
