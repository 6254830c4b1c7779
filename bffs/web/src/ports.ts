import { screensOver } from "@portico/bff-kit";
import type { CustomerDirectory, OrderBook, ProductCatalog } from "@portico/domain";

/** What the screens ask, whichever systems answer. */
export interface Ports {
  readonly customers: CustomerDirectory;
  readonly orders: OrderBook;
  readonly products: ProductCatalog;
}

export const screen = screensOver<Ports>();
