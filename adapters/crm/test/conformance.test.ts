import { adapterConformance } from "@portico/adapter-kit/testing";
import { createCrmMock, crmDevCredentials, crmServicePath } from "@portico/mock-crm";
import { serveFetch } from "@portico/mock-kit";
import { crm } from "../src/index.ts";

adapterConformance(crm, {
  simulator: (clock) => createCrmMock({ clock }),
  serve: serveFetch,
  config: (origin) => ({ url: `${origin}${crmServicePath}`, ...crmDevCredentials }),
  healthy: { findCustomer: [{ customerId: "100001" }, { customerId: "100002" }] },
  notFound: { findCustomer: [{ customerId: "999999" }, { customerId: "no number at all" }] },
  failures: { fault: "backend_unavailable", "row-locked": "backend_unavailable" },
});
