import { operationOf } from "@portico/adapter-kit";
import type { CatalogClient } from "../client.ts";

export const catalogOperation = operationOf<CatalogClient>();
