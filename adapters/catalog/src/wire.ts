import { z } from "zod";

// Their shapes, spelled as contract/catalog.openapi.yaml spells them. Fields we do not read are not checked.

const Digits = z.string().regex(/^\d+$/);

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
  img: z.union([z.literal(""), z.url()]),
  active: z.enum(["Y", "N"]),
});
export type ProductWire = z.infer<typeof ProductWireSchema>;

export const ErrorWireSchema = z.object({ status: z.literal("ERR"), error: z.object({ code: z.string() }) });

const ok = <Data extends z.ZodType>(data: Data) => z.object({ status: z.literal("OK"), data });

export const ProductAnswerSchema = ok(ProductWireSchema);
export const ProductListSchema = ok(z.array(ProductWireSchema));
export const ProductPageSchema = ProductListSchema.extend({ pagination: z.object({ total: Digits }) });
export const PromotionListSchema = ok(z.array(z.object({ product: ProductWireSchema })));
