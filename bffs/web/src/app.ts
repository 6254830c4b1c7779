import { type BffOptions, createBff } from "@portico/bff-kit";
import type { Ports } from "./ports.ts";
import { home } from "./screens/home.screen.ts";
import { orderDetail } from "./screens/order-detail.screen.ts";
import { orderList } from "./screens/order-list.screen.ts";
import { productDetail } from "./screens/product-detail.screen.ts";
import { productList } from "./screens/product-list.screen.ts";

export const service = { name: "web" };

export const info = {
  title: "Portico Web BFF",
  version: "1.0.0",
  description: "The web app's screens: one request, one answer, exactly what a page shows.",
};

export const screens = [home, orderList, orderDetail, productList, productDetail];

/** The whole app. */
export const createWebBff = (options: Omit<BffOptions<Ports>, "service" | "info" | "screens">) =>
  createBff({ ...options, service, info, screens });
