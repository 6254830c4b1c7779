import { systemUrl } from "@portico/adapter-kit";
import { z } from "zod";

export const CrmConfigSchema = z.object({
  /** SOAP endpoint, without `?wsdl`. Env `CRM_URL`. */
  url: systemUrl(),
  /** UsernameToken. Env `CRM_USERNAME`, `CRM_PASSWORD`. */
  username: z.string().min(1),
  password: z.string().min(1),
  /** Largest envelope we take, in bytes. Env `CRM_RESPONSE_BYTES_MAX`. Largest seen: 6 kB. */
  responseBytesMax: z.coerce.number().int().positive().default(1_048_576),
});
export type CrmConfig = z.output<typeof CrmConfigSchema>;
