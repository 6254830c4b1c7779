import { once } from "node:events";
import { createServer } from "node:http";
import { openAdapter } from "@portico/adapter-kit";
import { listenOnFreePort, testCall } from "@portico/core/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { catalog } from "../src/index.ts";

const PRODUCT = {
  sku: "WIN-0001",
  title: "Riesling",
  descr: "Trocken.",
  cat: "wine",
  brand: "Kellergasse",
  price: "41.40",
  currency: "EUR",
  unit: "bottle 0.75 l",
  pack_size: "6",
  img: "",
  active: "Y",
};

/** A catalog that gives one answer to everything, and counts. */
async function answering(body: unknown, status = 200, headers: Record<string, string> = {}) {
  const urls: (string | undefined)[] = [];
  const server = createServer((incoming, outgoing) => {
    urls.push(incoming.url);
    outgoing.writeHead(status, { "content-type": "application/json", ...headers });
    outgoing.end(JSON.stringify(body));
  });
  const url = `http://127.0.0.1:${await listenOnFreePort(server)}/catalog`;
  const adapter = openAdapter(catalog, catalog.config.parse({ url, apiKey: "key" }));
  onTestFinished(async () => {
    await adapter.close();
    server.close();
    await once(server, "close");
  });
  return { operations: adapter.operations, circuits: adapter.circuits, urls };
}
const product = (fields: object) => ({ status: "OK", data: { ...PRODUCT, ...fields } });
const find = { sku: "WIN-0001" };

describe("the proxy's statuses", () => {
  test.each([
    [204, "contract_broken"],
    [302, "contract_broken"],
    [400, "backend_rejected"],
    [401, "backend_rejected"],
    [404, "backend_rejected"],
    [429, "backend_overloaded"],
    [500, "backend_unavailable"],
    [502, "backend_unavailable"],
    [503, "backend_overloaded"],
    [504, "backend_unavailable"],
  ])("%i is %s", async (status, code) => {
    const { operations } = await answering({ error: "secret" }, status);
    await expect(operations.findProduct(find, testCall())).rejects.toMatchObject({
      code,
      message: `The catalog's proxy answered ${status}.`,
      retryAfterMs: undefined,
    });
  });

  test.each([
    ["0", 0],
    ["30", 30_000],
    ["1000000", undefined],
    ["-1", undefined],
    ["1e3", undefined],
    ["", undefined],
    ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
  ])("503 with Retry-After %j may be asked again in %s ms", async (header, retryAfterMs) => {
    const { operations } = await answering({}, 503, { "retry-after": header });
    await expect(operations.findProduct(find, testCall())).rejects.toMatchObject({ retryAfterMs });
  });
});

describe("the catalog's own errors, sent with status 200", () => {
  test.each([
    ["E400", "backend_rejected"],
    ["E401", "backend_rejected"],
    ["E503", "backend_unavailable"],
    ["E999", "backend_rejected"],
  ])("%s is %s", async (code, expected) => {
    const { operations } = await answering({ status: "ERR", error: { code, msg: "Geheimnis" } });
    const answer = operations.findProduct(find, testCall());
    await expect(answer).rejects.toMatchObject({ code: expected });
    await expect(answer).rejects.not.toThrow("Geheimnis");
  });

  test("E404 is no product for one SKU, and an error for a list, where it can only be a wrong path", async () => {
    const { operations } = await answering({ status: "ERR", error: { code: "E404", msg: "no such page" } });
    await expect(operations.findProduct(find, testCall())).resolves.toBeNull();
    await expect(operations.listFeatured({ limit: 5 }, testCall())).rejects.toMatchObject({
      code: "backend_rejected",
    });
  });
});

describe("an answer that is not what the contract says", () => {
  test.each([
    ["a price that is a number", product({ price: 41.4 }), "/data/price"],
    ["a price with a comma", product({ price: "41,40" }), "/data/price"],
    ["no title", product({ title: undefined }), "/data/title"],
    ["a size beyond counting", product({ pack_size: "1".repeat(10) }), "/data/pack_size"],
    ["a picture that is no URL", product({ img: "WIN-0001.jpg" }), "/data/img"],
    ["a picture that is a script", product({ img: "javascript:alert(1)" }), "/data/img"],
    ["a picture that is a file of whoever looks", product({ img: "file:///etc/passwd" }), "/data/img"],
    ["a picture on a host that can be none", product({ img: 'https://images.example"/a.jpg' }), "/data/img"],
    ["an answer to another question", { status: "OK", data: [] }, "/data"],
    ["an error without a code", { status: "ERR" }, "/status"],
    ["no envelope", PRODUCT, "/status"],
    ["null", null, "/"],
  ])("%s is a broken contract with its path", async (_, body, path) => {
    const { operations } = await answering(body);
    await expect(operations.findProduct(find, testCall())).rejects.toMatchObject({
      code: "contract_broken",
      path,
    });
  });
});

describe("as many products as an answer may hold", () => {
  const lists = ["listProducts", "findProducts", "listFeatured"] as const;
  const ask = async (list: (typeof lists)[number], rows: object[]) => {
    const data = list === "listFeatured" ? rows.map((row) => ({ product: row })) : rows;
    const { operations } = await answering({ status: "OK", data, pagination: { total: "1" } });
    switch (list) {
      case "listProducts":
        return (await operations.listProducts({ offset: 0, limit: 100 }, testCall())).products;
      case "findProducts":
        return operations.findProducts({ skus: ["WIN-0001"] }, testCall());
      case "listFeatured":
        return operations.listFeatured({ limit: 24 }, testCall());
    }
  };

  test.each(lists)("%s takes a hundred, and looks at none where there are more", async (list) => {
    expect(
      await ask(
        list,
        Array.from({ length: 100 }, () => PRODUCT),
      ),
    ).toHaveLength(100);
    for (const row of [PRODUCT, {}]) {
      await expect(
        ask(
          list,
          Array.from({ length: 101 }, () => row),
        ),
      ).rejects.toMatchObject({
        code: "contract_broken",
        path: "/data",
      });
    }
  });
});

describe("a product in our words", () => {
  test("has a number for a string of digits, and null for no picture", async () => {
    const { operations } = await answering(product({ active: "N" }));
    await expect(operations.findProduct(find, testCall())).resolves.toEqual({
      sku: "WIN-0001",
      name: "Riesling",
      description: "Trocken.",
      category: "wine",
      brand: "Kellergasse",
      price: { amount: "41.40", currency: "EUR" },
      unit: "bottle 0.75 l",
      packSize: 6,
      pictureUrl: null,
      orderable: false,
    });
  });
});

test.each([
  ["https://images.example/WIN-0001.jpg", "https://images.example/WIN-0001.jpg"],
  ["https://images.example/Grüner Veltliner.jpg", "https://images.example/Gr%C3%BCner%20Veltliner.jpg"],
  [
    "https://images.example/Gr%C3%BCner%20Veltliner.jpg?w=1",
    "https://images.example/Gr%C3%BCner%20Veltliner.jpg?w=1",
  ],
  [
    "https://images.example/a[1]|b^100%.jpg?q=[ü]#[x]#y",
    "https://images.example/a%5B1%5D%7Cb%5E100%25.jpg?q=%5B%C3%BC%5D#%5Bx%5D%23y",
  ],
  ["http://bücher.example/x.jpg", "http://xn--bcher-kva.example/x.jpg"],
  ["http://[::1]:8080/x.jpg", "http://[::1]:8080/x.jpg"],
])("the picture %s is a URL as RFC 3986 writes it", async (img, pictureUrl) => {
  const { operations } = await answering(product({ img }));
  await expect(operations.findProduct(find, testCall())).resolves.toMatchObject({ pictureUrl });
});

describe("what cannot be a SKU is not asked for", () => {
  test.each([
    "",
    "batch",
    "..",
    "WIN-0001/../../batch",
    "WIN-0001,WIN-0002",
    "win-0001",
    "WIN-00011",
    "WIN-0001\n",
  ])("%j", async (sku) => {
    const { operations, urls } = await answering(product({}));
    await expect(operations.findProduct({ sku }, testCall())).resolves.toBeNull();
    await expect(operations.findProducts({ skus: [sku] }, testCall())).resolves.toEqual([]);
    expect(urls).toEqual([]);
  });

  test("and says nothing of the catalog's health, nor needs it", async () => {
    const { operations, circuits } = await answering(product({}));
    const counted = () => circuits.map(({ counts }) => counts.calls);
    const ask = async () => [
      await operations.findProduct({ sku: "nonsense" }, testCall()),
      await operations.findProducts({ skus: ["nonsense"] }, testCall()),
      await operations.findProducts({ skus: [] }, testCall()),
    ];
    expect([await ask(), counted()]).toEqual([
      [null, [], []],
      [0, 0, 0, 0],
    ]);
    for (const circuit of circuits) circuit.open({ who: "ada", why: "import" });
    expect(await ask()).toEqual([null, [], []]);
  });
});

describe("many SKUs", () => {
  const skus = (count: number) =>
    Array.from({ length: count }, (_, at) => `WIN-${String(at).padStart(4, "0")}`);

  test.each([
    [0, 0],
    [1, 1],
    [50, 1],
    [51, 2],
    [100, 2],
    [101, 3],
  ])("%i are asked for in %i calls of up to 50", async (count, calls) => {
    const { operations, urls } = await answering({ status: "OK", data: [] });
    await operations.findProducts({ skus: skus(count) }, testCall());
    expect(urls).toHaveLength(calls);
    const asked = urls.flatMap((url) => (url ?? "").split("skus=")[1]?.split(",") ?? []);
    expect(new Set(asked)).toEqual(new Set(skus(count)));
  });

  test("each is asked for once", async () => {
    const { operations, urls } = await answering({ status: "OK", data: [] });
    await operations.findProducts({ skus: ["WIN-0002", "WIN-0001", "WIN-0002"] }, testCall());
    expect(urls).toEqual(["/catalog/api/products/batch?skus=WIN-0002,WIN-0001"]);
  });
});

test("no more promotions are asked for than the catalog gives", async () => {
  const { operations, urls } = await answering({ status: "OK", data: [] });
  await operations.listFeatured({ limit: 100 }, testCall());
  expect(urls).toEqual(["/catalog/api/promotions?limit=24"]);
});

test("a search is put into the query as it is", async () => {
  const { operations, urls } = await answering({ status: "OK", data: [], pagination: { total: "0" } });
  const text = "Grüner & 100 % ?page=2";
  await operations.listProducts({ offset: 0, limit: 5, category: "wine", text }, testCall());
  const query = new URL(urls[0] ?? "", "http://catalog").searchParams;
  expect(Object.fromEntries(query)).toEqual({ page: "1", per_page: "5", cat: "wine", q: text });
});
