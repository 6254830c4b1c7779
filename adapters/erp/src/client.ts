import type { Closable } from "@portico/adapter-kit";
import { createHttpClient } from "@portico/http";
import { soapClient } from "@portico/soap";
import { type ErpClient as ErpOperations, erpContract } from "../generated/erp.gen.ts";
import type { ErpConfig } from "./config.ts";

export type ErpClient = ErpOperations & Closable;

export function createErpClient({ url, responseBytesMax }: ErpConfig): ErpClient {
  const http = createHttpClient({ url, bodyBytesMax: responseBytesMax });
  const operations = soapClient(erpContract, { url, http, addressing: "1.0" });
  return { ...operations, close: () => http.close() };
}
