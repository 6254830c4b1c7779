import { adapterConformance } from "@portico/adapter-kit/testing";
import { catalogBasePath, catalogDevApiKey, createCatalogMock } from "@portico/mock-catalog";
import { serveFetch } from "@portico/mock-kit";
import { catalog } from "../src/index.ts";

adapterConformance(catalog, {
  simulator: (clock) => createCatalogMock({ clock }),
  serve: serveFetch,
  config: (origin) => ({ url: `${origin}${catalogBasePath}`, apiKey: catalogDevApiKey }),
  healthy: {
    listProducts: [
      { offset: 0, limit: 20 },
      { offset: 30, limit: 20, category: "wine" },
      { offset: 0, limit: 5, text: "riesling" },
    ],
    findProduct: [{ sku: "WIN-0001" }],
    findProducts: [{ skus: ["WIN-0002", "WIN-0001"] }],
    listFeatured: [{ limit: 6 }],
  },
  notFound: {
    findProduct: [{ sku: "ZZZ-9999" }, { sku: "batch" }, { sku: ".." }],
    findProducts: [{ skus: [] }, { skus: ["ZZZ-9999"] }],
  },
  failures: { fault: "backend_unavailable" }, // E503: the nightly import holds the database
});
