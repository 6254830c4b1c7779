import { operationOf } from "@portico/adapter-kit";
import type { ErpClient } from "../client.ts";

export const erpOperation = operationOf<ErpClient>();
