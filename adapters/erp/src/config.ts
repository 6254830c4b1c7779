import { systemUrl } from "@portico/adapter-kit";
import { z } from "zod";

export const ErpConfigSchema = z.object({
  /** SOAP endpoint, without `?wsdl`. Env `ERP_URL`. */
  url: systemUrl(),
  /** Largest envelope we take, in bytes. Env `ERP_RESPONSE_BYTES_MAX`. Largest seen: 310 kB (100 orders). */
  responseBytesMax: z.coerce.number().int().positive().default(4_194_304),
});
export type ErpConfig = z.output<typeof ErpConfigSchema>;
