import type { Closable } from "@portico/adapter-kit";
import { createHttpClient } from "@portico/http";
import { soapClient } from "@portico/soap";
import { type CrmClient as CrmOperations, crmContract } from "../generated/crm.gen.ts";
import type { CrmConfig } from "./config.ts";

export type CrmClient = CrmOperations & Closable;

export function createCrmClient({ url, username, password, responseBytesMax }: CrmConfig): CrmClient {
  const http = createHttpClient({ url, bodyBytesMax: responseBytesMax });
  const operations = soapClient(crmContract, { url, http, security: { username, password } });
  return { ...operations, close: () => http.close() };
}
