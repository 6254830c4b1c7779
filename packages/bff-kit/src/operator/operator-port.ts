import type { Hono } from "hono";
import type { Bindings } from "../edge/edge.ts";
import { operatorApi, type OperatorApiOptions } from "./operator-api.ts";
import type { OperatorConfig } from "./operator-config.ts";

/** An app and the port it is served on. */
export interface OperatorPort {
  readonly app: Hono<Bindings>;
  readonly host: string;
  readonly port: number;
}

/** The operator API where it is to be served; `undefined` when it is off. */
export const operatorPort = (
  { port, host, token }: OperatorConfig,
  options: Omit<OperatorApiOptions, "token">,
): OperatorPort | undefined =>
  port === undefined || token === undefined
    ? undefined
    : { app: operatorApi({ ...options, token }), host, port };
