import { type Clock, systemClock } from "@portico/core";
import { createSimulator, type Malform, type Simulator, standardScenarios } from "@portico/mock-kit";
import { catalogDevApiKey } from "./names.ts";
import { openapiDocument } from "./openapi-document.ts";
import { answerError } from "./php-json.ts";
import { productTable } from "./product-table.ts";
import { catalogService, routeOf } from "./service.ts";

export interface CatalogMockOptions {
  /** Which estate: the same number is the same products. */
  readonly seed?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly apiKey?: string | undefined;
}

/** The catalog below `catalogBasePath` of any host. */
export function createCatalogMock(options: CatalogMockOptions = {}): Simulator {
  const { seed = 1, clock = systemClock, apiKey = catalogDevApiKey } = options;
  return createSimulator({
    name: "catalog",
    clock,
    scenarios: standardScenarios({
      malform: printNotice,
      serverFault: () => answerError("E503", "database locked (import running)"),
    }),
    document: openapiDocument(),
    operationOf: (call) => routeOf(call)?.operation ?? "unknown",
    answer: catalogService(productTable(seed), apiKey),
  });
}

const notice = Buffer.from(
  "<br />\n<b>Notice</b>:  Undefined index: price in <b>/var/www/katalog/lib/Product.php</b> on line <b>212</b><br />\n",
);

// What display_errors=On does to JSON, and the reason nobody ever got this system's contract to hold for a year.
const printNotice: Malform = (json) => Buffer.concat([notice, json]);
