import { systemUrl } from "@portico/adapter-kit";
import { z } from "zod";

export const CatalogConfigSchema = z.object({
  /** Base URL, up to but without `/api`. Env `CATALOG_URL`. */
  url: systemUrl().refine((url) => !url.includes("?"), "must have no query: paths are appended to it"),
  /** Sent as `X-Api-Key`. Env `CATALOG_API_KEY`. */
  apiKey: z.string().regex(/^[ -~]+$/, "must be printable ASCII, without a line break"),
  /** Largest answer we take, in bytes. Env `CATALOG_RESPONSE_BYTES_MAX`. Largest seen: 110 kB (100 products). */
  responseBytesMax: z.coerce.number().int().positive().default(1_048_576),
});
export type CatalogConfig = z.output<typeof CatalogConfigSchema>;
