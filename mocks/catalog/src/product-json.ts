import type { SeedProduct } from "@portico/mock-seed";

/** A `Product` of the contract: every column as the string the database driver returned. */
export const productJson = (product: SeedProduct): Readonly<Record<string, string>> => ({
  sku: product.sku,
  title: product.title,
  descr: product.description,
  cat: product.category,
  brand: product.brand,
  price: `${Math.trunc(product.priceCents / 100)}.${String(product.priceCents % 100).padStart(2, "0")}`,
  currency: "EUR",
  unit: product.unit,
  pack_size: String(product.packSize),
  img: product.pictureUrl ?? "",
  active: product.active ? "Y" : "N",
  tax_class: product.vat === "standard" ? "1" : "2",
  weight_g: product.weightGrams === null ? "" : String(product.weightGrams),
  updated_at: product.updatedAt,
});
