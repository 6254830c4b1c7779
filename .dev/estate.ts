import { fileURLToPath } from "node:url";
import { type Place, type Service, urlOf } from "./supervisor/service.ts";

/** What `npm start` runs: the reference estate of legacy simulators and one BFF per client. */
export interface Estate {
  readonly mocks: Service;
  readonly web: Service;
  readonly mobile: Service;
}

/** A variable that can't be used, in a sentence. */
export class BadVariable extends Error {}

/**
 * Reads `HOST` (default 127.0.0.1), `MOCKS_PORT` (4100), `WEB_PORT` (4000) and `MOBILE_PORT` (4001). With an
 * `OPERATOR_TOKEN` operators are let in on `WEB_OPERATOR_PORT` (4010) and `MOBILE_OPERATOR_PORT` (4011).
 * @throws {BadVariable} for a port that is none
 */
export function readEstate(env: NodeJS.ProcessEnv): Estate {
  const host = env["HOST"] || "127.0.0.1";
  const service = (name: string, label: string, path: string, portVariable: string, port: number) => ({
    name,
    label,
    script: fileURLToPath(new URL(`../${path}`, import.meta.url)),
    host,
    port: readPort(env, portVariable, port),
    portVariable,
  });
  const mocks = service("mocks", "Legacy simulators", "mocks/server/src/main.ts", "MOCKS_PORT", 4100);
  const web = service("web", "Web BFF", "bffs/web/src/main.mjs", "WEB_PORT", 4000);
  const mobile = service("mobile", "Mobile BFF", "bffs/mobile/src/main.mjs", "MOBILE_PORT", 4001);

  const legacy = urlOf(mocks);
  // The simulators ask for the same credentials that the BFFs show.
  const common = {
    HOST: host,
    NODE_ENV: env["NODE_ENV"] || "development",
    CRM_USERNAME: "portico",
    CRM_PASSWORD: "crm-dev-secret",
    CATALOG_API_KEY: "catalog-dev-key",
  };
  const bff = {
    ...common,
    CRM_URL: `${legacy}/crm/CustomerService.asmx`,
    ERP_URL: `${legacy}/erp/services/OrderService`,
    CATALOG_URL: `${legacy}/catalog`,
    // No load balancer here that would have to notice first.
    UNREADY_MS: "0",
  };
  const operated = (bare: Omit<Service, "env">, operators: Place | undefined) => ({
    ...bare,
    operators,
    // Empty: off.
    env: { ...bff, [bare.portVariable]: String(bare.port), OPERATOR_PORT: `${operators?.port ?? ""}` },
  });
  return {
    mocks: { ...mocks, env: { ...common, MOCKS_PORT: String(mocks.port) } },
    web: operated(web, operatorsOf(env, web, 4010)),
    mobile: operated(mobile, operatorsOf(env, mobile, 4011)),
  };
}

/** A port for each BFF: one variable for both would be a port that is taken. */
function operatorsOf(
  env: NodeJS.ProcessEnv,
  { label, name }: Omit<Service, "env">,
  port: number,
): Place | undefined {
  if (!env["OPERATOR_TOKEN"]) return undefined;
  const portVariable = `${name.toUpperCase()}_OPERATOR_PORT`;
  return {
    label: `${label}'s operators`,
    host: "127.0.0.1",
    port: readPort(env, portVariable, port),
    portVariable,
  };
}

function readPort(env: NodeJS.ProcessEnv, variable: string, otherwise: number): number {
  const text = env[variable];
  if (text === undefined || text === "") return otherwise;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new BadVariable(`${variable} must be a port number from 1 to 65535, not ${JSON.stringify(text)}.`);
}
