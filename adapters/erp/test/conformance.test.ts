import { adapterConformance } from "@portico/adapter-kit/testing";
import { createErpMock, erpServicePath } from "@portico/mock-erp";
import { serveFetch } from "@portico/mock-kit";
import { erp } from "../src/index.ts";

const page = { customerId: "100001", sort: "placedAt", direction: "desc", offset: 0, limit: 10 } as const;

adapterConformance(erp, {
  simulator: (clock) => createErpMock({ clock }),
  serve: serveFetch,
  config: (origin) => ({ url: `${origin}${erpServicePath}` }),
  healthy: {
    listOrders: [
      page,
      { ...page, status: "shipped" },
      { ...page, sort: "total", direction: "asc", offset: 55, limit: 100 },
    ],
    findOrder: [{ orderId: "4500103419" }],
  },
  notFound: { findOrder: [{ orderId: "1" }, { orderId: "no number at all" }] },
  failures: { fault: "backend_unavailable" },
});
