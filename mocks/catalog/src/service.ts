import type { Answer, ReceivedCall } from "@portico/mock-kit";
import { addDays, estateDate } from "@portico/mock-seed";
import { catalogBasePath } from "./names.ts";
import { answerError, answerOk } from "./php-json.ts";
import { productJson } from "./product-json.ts";
import type { ProductTable } from "./product-table.ts";

const batchSizeMax = 50;

export type OperationName = "listProducts" | "batchProducts" | "getProduct" | "listPromotions";

/** Which operation the path asks for, and the SKU in it. */
export function routeOf({ url }: ReceivedCall): { operation: OperationName; sku: string } | undefined {
  const path = url.pathname.slice(catalogBasePath.length);
  if (path === "/api/products") return { operation: "listProducts", sku: "" };
  if (path === "/api/products/batch") return { operation: "batchProducts", sku: "" };
  if (path === "/api/promotions") return { operation: "listPromotions", sku: "" };
  const sku = /^\/api\/products\/([^/]+)$/.exec(path)?.[1];
  return sku === undefined ? undefined : { operation: "getProduct", sku };
}

export function catalogService(table: ProductTable, apiKey: string): Answer {
  return (call) => {
    if (call.headers.get("x-api-key") !== apiKey) return answerError("E401", "invalid api key");
    if (call.method !== "GET") return answerError("E400", "GET only");
    const route = routeOf(call);
    if (route === undefined) return answerError("E404", "no such page");
    const query = call.url.searchParams;
    switch (route.operation) {
      case "listProducts":
        return listProducts(query, table);
      case "batchProducts":
        return batchProducts(query, table);
      case "getProduct":
        return getProduct(route.sku, table);
      case "listPromotions":
        return listPromotions(query, table);
    }
  };
}

function listProducts(query: URLSearchParams, table: ProductTable): Response {
  const page = wholeNumber(query, "page", 1, 1_000_000);
  const perPage = wholeNumber(query, "per_page", 20, 100);
  const category = query.get("cat") ?? undefined;
  const text = query.get("q") ?? "";
  if (page === undefined) return answerError("E400", "page must be 1..1000000");
  if (perPage === undefined) return answerError("E400", "per_page must be 1..100");
  if (characters(category ?? "") > 64) return answerError("E400", "cat is too long");
  if (characters(text) > 200) return answerError("E400", "q is too long");

  const found = table.search({ category, words: text.split(/\s+/).filter((word) => word !== "") });
  const data = found.slice((page - 1) * perPage, page * perPage).map(productJson);
  const pagination = { page: String(page), per_page: String(perPage), total: String(found.length) };
  return answerOk(data, { pagination });
}

/** As mb_strlen and the contract count them: 🍷 is one. */
const characters = (text: string): number => Array.from(text).length;

function batchProducts(query: URLSearchParams, table: ProductTable): Response {
  const skus = new Set((query.get("skus") ?? "").split(",").filter((sku) => sku !== ""));
  if (skus.size === 0 || skus.size > batchSizeMax) return answerError("E400", "skus must be 1..50 skus");
  return answerOk([...skus].flatMap((sku) => table.get(sku) ?? []).map(productJson));
}

function getProduct(sku: string, table: ProductTable): Response {
  const product = table.get(sku);
  return product === undefined ? answerError("E404", `no such sku: ${sku}`) : answerOk(productJson(product));
}

function listPromotions(query: URLSearchParams, table: ProductTable): Response {
  const limit = wholeNumber(query, "limit", 8, 24);
  if (limit === undefined) return answerError("E400", "limit must be 1..24");
  const promotions = table.promoted().slice(0, limit);
  return answerOk(
    promotions.map((product, index) => ({
      rank: String(index + 1),
      valid_until: addDays(estateDate, 7),
      product: productJson(product),
    })),
  );
}

/** `undefined`: it is there and not a whole number from 1 to `max`. */
function wholeNumber(query: URLSearchParams, name: string, usual: number, max: number): number | undefined {
  const text = query.get(name);
  if (text === null) return usual;
  const value = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= max ? value : undefined;
}
