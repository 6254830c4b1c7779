import { growProducts, growPromotions } from "@portico/mock-seed";
import { describe, expect, test } from "vitest";
import { createCatalogMock } from "./mock.ts";
import { catalogDevApiKey } from "./names.ts";

type Row = Record<string, string>;
interface Answered {
  status: string;
  data: Row[];
  pagination: Row;
  error: { code: string; msg: string };
}

function openCatalog() {
  const catalog = createCatalogMock();
  const fetchText = async (
    path: string,
    headers: Record<string, string> = { "x-api-key": catalogDevApiKey },
  ) => {
    const response = await catalog.fetch(new Request(`http://catalog.test/catalog${path}`, { headers }));
    expect(response.status).toBe(200);
    return response.text();
  };
  const get = async (path: string) => JSON.parse(await fetchText(`/api${path}`)) as Answered;
  return { catalog, fetchText, get };
}
const { get, fetchText } = openCatalog();
const products = growProducts(1);

describe("listing products", () => {
  test("a page of twenty is about 20 kB, in order of SKU, every value a string", async () => {
    const text = await fetchText("/api/products");
    expect(text.length).toBeGreaterThan(15_000);
    expect(text.length).toBeLessThan(25_000);
    const { status, data, pagination } = JSON.parse(text) as Answered;
    expect(status).toBe("OK");
    expect(data.map(({ sku }) => sku)).toEqual(products.slice(0, 20).map(({ sku }) => sku));
    expect(data.flatMap((row) => Object.values(row)).every((value) => typeof value === "string")).toBe(true);
    expect(pagination).toEqual({ page: "1", per_page: "20", total: String(products.length) });
  });

  test("pages put together are the whole catalog, and each row follows the contract", async () => {
    const rows: Row[] = [];
    for (let page = 1; page <= Math.ceil(products.length / 100); page += 1) {
      rows.push(...(await get(`/products?per_page=100&page=${page}`)).data);
    }
    expect(rows.map(({ sku }) => sku)).toEqual(products.map(({ sku }) => sku));
    const { components } = JSON.parse(await fetchText("/openapi.json")) as {
      components: {
        schemas: {
          Product: { required: string[]; properties: Record<string, { pattern?: string; enum?: string[] }> };
        };
      };
    };
    const { required, properties } = components.schemas.Product;
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(required);
      for (const [name, { pattern, enum: values }] of Object.entries(properties)) {
        if (pattern !== undefined) expect(row[name]).toMatch(new RegExp(pattern));
        if (values !== undefined) expect(values).toContain(row[name]);
      }
    }
  });

  test("a page after the last is empty and no error", async () => {
    const { status, data, pagination } = await get("/products?page=1000000");
    expect([status, data, pagination["total"]]).toEqual(["OK", [], String(products.length)]);
  });

  test("cat is exact, q wants every word in title, brand or description, and total counts what was found", async () => {
    const wine = await get("/products?cat=wine&per_page=100");
    expect(wine.data.length).toBeGreaterThan(50);
    expect(wine.data.every(({ cat }) => cat === "wine")).toBe(true);
    expect((await get("/products?cat=win")).data).toEqual([]);

    const found = await get("/products?per_page=100&q=riesling%20Kellergasse");
    expect(found.data.length).toBeGreaterThan(0);
    expect(found.data.every(({ title }) => /Kellergasse Riesling/.test(title ?? ""))).toBe(true);
    expect(found.pagination["total"]).toBe(String(found.data.length));
    expect((await get("/products?q=riesling&cat=beer")).data).toEqual([]);
    expect((await get("/products?q=R%C3%84UCHER")).data.length).toBeGreaterThan(0);
  });

  test.each([
    "page=0",
    "page=-1",
    "page=1.5",
    "page=",
    "page=1000001",
    "per_page=0",
    "per_page=101",
    "per_page=x",
  ])("%s is E400", async (query) => {
    const { status, error } = await get(`/products?${query}`);
    expect([status, error.code]).toEqual(["ERR", "E400"]);
  });

  test.each([
    ["cat", 64, "x"],
    ["q", 200, "x"],
    ["cat", 64, "🍷"],
    ["q", 200, "🍷"],
  ])("%s may have %i characters and not one more: %s", async (name, charactersMax, character) => {
    const search = (length: number) =>
      get(`/products?${name}=${encodeURIComponent(character.repeat(length))}`);
    expect((await search(charactersMax)).status).toBe("OK");
    expect((await search(charactersMax + 1)).error.code).toBe("E400");
  });
});

describe("one product, and several", () => {
  test("a product by SKU is the row of the list", async () => {
    const { data } = await get("/products?per_page=1");
    expect((await get(`/products/${data[0]?.["sku"]}`)).data).toEqual(data[0]);
  });

  test("an unknown SKU is E404, with status 200", async () => {
    expect((await get("/products/WIN-9999")).error).toEqual({ code: "E404", msg: "no such sku: WIN-9999" });
  });

  test("a batch comes in the order asked, unknown SKUs left out, each once", async () => {
    const { data } = await get("/products/batch?skus=WIN-0002,XXX-0001,BER-0003,WIN-0002,BER-0001");
    expect(data.map(({ sku }) => sku)).toEqual(["WIN-0002", "BER-0003", "BER-0001"]);
    expect((await get("/products/batch?skus=XXX-0001")).data).toEqual([]);
  });

  test("a batch takes 1 to 50 SKUs", async () => {
    const skus = products.map(({ sku }) => sku);
    expect((await get(`/products/batch?skus=${skus.slice(0, 50).join(",")}`)).data).toHaveLength(50);
    for (const query of [`skus=${skus.slice(0, 51).join(",")}`, "skus=", "skus=,", ""]) {
      expect((await get(`/products/batch?${query}`)).error.code).toBe("E400");
    }
  });
});

describe("promotions", () => {
  test("come best first, as many as asked, with whole products", async () => {
    const { data } = (await get("/promotions?limit=3")) as unknown as {
      data: { rank: string; product: Row }[];
    };
    expect(data.map(({ rank }) => rank)).toEqual(["1", "2", "3"]);
    expect(data.map(({ product }) => product["sku"])).toEqual(growPromotions(products, 1).slice(0, 3));
    expect((await get("/promotions")).data).toHaveLength(8);
    expect((await get("/promotions?limit=24")).data).toHaveLength(24);
  });

  test.each(["0", "25", "all"])("limit %s is E400", async (limit) => {
    expect((await get(`/promotions?limit=${limit}`)).error.code).toBe("E400");
  });
});

describe("the wire", () => {
  test("is what PHP 5.3 made of it: ASCII only, slashes escaped", async () => {
    const text = await fetchText("/api/products?q=S%C3%A4ure&per_page=1");
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(text).toContain(String.raw`https:\/\/images.example\/products\/`);
    expect(text).toContain(String.raw`\u00e4`);
  });

  test("missing pictures and weights are empty strings, inactive products say N", async () => {
    const rows = (
      await Promise.all([1, 2, 3].map((page) => get(`/products?per_page=100&page=${page}`)))
    ).flatMap(({ data }) => data);
    for (const [name, value] of [
      ["img", ""],
      ["weight_g", ""],
      ["active", "N"],
    ] as const) {
      expect(rows.some((row) => row[name] === value)).toBe(true);
    }
  });

  test.each([
    ["no key", {}, "/api/products", "E401"],
    ["another key", { "x-api-key": "guess" }, "/api/products", "E401"],
    ["an unknown path", { "x-api-key": catalogDevApiKey }, "/api/prices", "E404"],
    ["a malformed escape", { "x-api-key": catalogDevApiKey }, "/api/products/%zz", "E404"],
  ])("%s", async (_, headers, path, code) => {
    expect((JSON.parse(await fetchText(path, headers)) as Answered).error.code).toBe(code);
  });

  test("anything but GET is E400", async () => {
    const { catalog } = openCatalog();
    const request = new Request("http://catalog.test/catalog/api/products", {
      method: "POST",
      headers: { "x-api-key": catalogDevApiKey },
    });
    expect(await (await catalog.fetch(request)).json()).toMatchObject({ error: { code: "E400" } });
  });

  test("the contract is served without a key, with the host it was asked from", async () => {
    const { catalog } = openCatalog();
    const response = await catalog.fetch(new Request("http://127.0.0.1:4100/catalog/openapi.json"));
    expect(await response.json()).toMatchObject({
      openapi: "3.0.3",
      servers: [{ url: "http://127.0.0.1:4100/catalog" }],
    });
  });
});

describe("scenarios", () => {
  test("fault is E503, malformed is a PHP notice before the JSON, calls are counted by operation", async () => {
    const { catalog, get: ask, fetchText: text } = openCatalog();
    catalog.switchTo({ name: "fault" });
    expect((await ask("/products")).error.code).toBe("E503");
    catalog.switchTo({ name: "malformed" });
    expect(await text("/api/promotions")).toMatch(/^<br \/>\n<b>Notice<\/b>.*\n\{"status":"OK"/);
    await text("/api/products/batch?skus=WIN-0001");
    await text("/api/products/WIN-0001");
    await text("/elsewhere");
    expect(catalog.calls().byOperation).toEqual({
      listProducts: 1,
      listPromotions: 1,
      batchProducts: 1,
      getProduct: 1,
      unknown: 1,
    });
  });
});
