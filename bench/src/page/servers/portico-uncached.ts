// The Web BFF's own process, but for one thing: nothing is ever found in a cache. Every request comes from another
// customer, so that the caches are asked, filled and emptied as in production and never help; promotions, which are the
// same for everybody, are kept per customer to that end.
import { catalog } from "@portico/adapter-catalog";
import { crm } from "@portico/adapter-crm";
import { erp } from "@portico/adapter-erp";
import { openAdapter } from "@portico/adapter-kit";
import { developmentUser, loadShedding, run, screenGate } from "@portico/bff-kit";
import { createWebBff, readConfig, screens, service } from "@portico/bff-web";
import { observe } from "@portico/observability";

const config = readConfig(process.env);
const telemetry = observe({ service, level: config.server.logLevel });
const listFeatured = { ...catalog.operations.listFeatured, audience: "user" as const };
const customers = openAdapter(crm, config.crm);
const orders = openAdapter(erp, config.erp);
const products = openAdapter(
  { ...catalog, operations: { ...catalog.operations, listFeatured } },
  config.catalog,
);
const ports = {
  customers: customers.operations,
  orders: orders.operations,
  products: products.operations,
};

await run(
  (ready) =>
    createWebBff({
      ports,
      authenticate: developmentUser({ allowed: true }),
      metrics: () => telemetry.metrics(),
      ready,
    }),
  {
    service,
    host: config.server.host,
    port: config.server.webPort,
    portVariable: "WEB_PORT",
    gate: screenGate(service, screens, loadShedding()),
    unreadyMs: 0,
    log: () => {},
    close: async () => {
      await Promise.all([customers.close(), orders.close(), products.close()]);
      await telemetry.close();
    },
  },
);
