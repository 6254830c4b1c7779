import { type CallContext, ContractBroken } from "@portico/core";
import { createHttpClient, readJson } from "@portico/http";
import type { z } from "zod";
import type { CatalogConfig } from "./config.ts";
import { throwForEnvelope, throwForStatus } from "./faults.ts";

export interface CatalogClient {
  /** Asks `path` and reads the answer as `schema`. Rejects as the fault table in `faults.ts` says. */
  get<Schema extends z.ZodType>(path: string, schema: Schema, call: CallContext): Promise<z.output<Schema>>;
  close(): Promise<void>;
}

export function createCatalogClient(config: CatalogConfig): CatalogClient {
  const http = createHttpClient({ url: config.url, bodyBytesMax: config.responseBytesMax });
  return {
    async get(path, schema, call) {
      const answer = await http.request(
        { method: "GET", path, headers: { accept: "application/json", "x-api-key": config.apiKey } },
        call,
      );
      throwForStatus(answer);
      const body = readJson(answer);
      throwForEnvelope(body);
      const parsed = schema.safeParse(body);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      throw new ContractBroken("The catalog's answer does not have the agreed shape.", {
        path: `/${issue?.path.map(String).join("/") ?? ""}`,
      });
    },
    close: () => http.close(),
  };
}
