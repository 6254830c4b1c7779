import { z } from "zod";

export const CatalogConfigSchema = z.object({
  /** Base URL, up to but without `/api`. Env `CATALOG_URL`. */
  url: z.url(),
  /** Sent as `X-Api-Key`. Env `CATALOG_API_KEY`. */
  apiKey: z.string().min(1),
  /** Largest answer we take, in bytes. Env `CATALOG_RESPONSE_BYTES_MAX`. Largest seen: 110 kB (100 products). */
  responseBytesMax: z.coerce.number().int().positive().default(1_048_576),
});
export type CatalogConfig = z.output<typeof CatalogConfigSchema>;
