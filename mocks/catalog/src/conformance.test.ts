import { simulatorConformance } from "@portico/mock-kit/testing";
import { createCatalogMock } from "./mock.ts";
import { catalogDevApiKey } from "./names.ts";

simulatorConformance({
  open: () => createCatalogMock(),
  call: () => ({
    path: "/catalog/api/products?per_page=20",
    method: "GET",
    headers: { "x-api-key": catalogDevApiKey },
  }),
  wellFormed: (body) => {
    try {
      JSON.parse(body.toString());
      return true;
    } catch {
      return false;
    }
  },
  isServerFault: (status, body) => status === 200 && body.includes(`"code":"E503"`),
});
