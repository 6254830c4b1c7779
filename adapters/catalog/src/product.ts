import { type Product, toMoney } from "@portico/domain";
import { toPictureUrl } from "./picture-url.ts";
import type { ProductWire } from "./wire.ts";

export const toProduct = (wire: ProductWire): Product => ({
  sku: wire.sku,
  name: wire.title,
  description: wire.descr,
  category: wire.cat,
  brand: wire.brand,
  price: toMoney(wire.price, wire.currency),
  unit: wire.unit,
  packSize: Number(wire.pack_size),
  pictureUrl: wire.img === "" ? null : toPictureUrl(wire.img),
  orderable: wire.active === "Y",
});
