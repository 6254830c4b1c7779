import { z } from "zod";

// Their shapes, spelled as contract/catalog.openapi.yaml spells them. Fields we do not read are not checked.

// Nine digits are more than the catalog has products, and exact as a number.
const Digits = z.string().regex(/^\d{1,9}$/);

// `URL` takes quotes and braces in a host. Nothing there can be escaped, so that is nobody's address.
const HOST = /^(?:[\w.-]+|\[[\d.:a-f]+\])$/;

export const ProductWireSchema = z.object({
  sku: z.string(),
  title: z.string(),
  descr: z.string(),
  cat: z.string(),
  brand: z.string(),
  price: z.string().regex(/^\d+\.\d{2}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  unit: z.string(),
  pack_size: Digits,
  /** Empty: there is no picture. */
  img: z.union([z.literal(""), z.url({ protocol: /^https?$/, hostname: HOST })]),
  active: z.enum(["Y", "N"]),
});
export type ProductWire = z.infer<typeof ProductWireSchema>;

export const ErrorWireSchema = z.object({ status: z.literal("ERR"), error: z.object({ code: z.string() }) });

const ok = <Data extends z.ZodType>(data: Data) => z.object({ status: z.literal("OK"), data });

/** At most as many as the largest page. They are counted first: of a megabyte of empty ones zod makes four million issues. */
const rows = <Row extends z.ZodType>(row: Row) => z.array(row).max(100);

export const ProductAnswerSchema = ok(ProductWireSchema);
export const ProductListSchema = ok(rows(ProductWireSchema));
export const ProductPageSchema = ProductListSchema.extend({ pagination: z.object({ total: Digits }) });
export const PromotionListSchema = ok(rows(z.object({ product: ProductWireSchema })));

/**
 * Whether the catalog could know it. What is shaped otherwise must not be asked for: `batch` and `..` are other paths
 * of theirs, and a comma makes two of one.
 */
export const isSku = (text: string): boolean => /^[A-Z]{3}-\d{4}$/.test(text);
