import { failureMatrix } from "@portico/bff-kit/testing";
import { afterAll, beforeAll } from "vitest";
import { screens } from "../src/index.ts";
import { type Estate, openEstate } from "./estate.ts";

let estate: Estate;
beforeAll(async () => {
  estate = await openEstate();
});
afterAll(() => estate.close());

/** One request per screen that a healthy estate answers with 200. */
const urls: Readonly<Record<string, string>> = {
  home: "/v1/home",
  orderList: "/v1/orders?status=shipped",
  orderDetail: "/v1/orders/4500103386",
  productList: "/v1/products?category=wine",
  productDetail: "/v1/products/WIN-0001",
};

for (const screen of screens) {
  failureMatrix(screen, {
    ports: () => estate.ports(),
    url: () => urls[screen.name] ?? `no request for ${screen.name}`,
    customerId: "100001",
    clock: () => estate.clock,
  });
}
