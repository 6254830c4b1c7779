import { fileURLToPath } from "node:url";
import type { ContenderOptions } from "./contender.ts";
import { HOME } from "./home.ts";

export type Environment = Readonly<Record<string, string>>;

const bff = fileURLToPath(new URL("../../../bffs/web/src/main.mjs", import.meta.url));

export const PORTICO = "portico";
export const BARE = "node:http + undici request + our decoder";
export const EXPRESS = "Express + node-soap + axios + opossum";
export const CONSTANT = "node:http constant";

/** Who is missing, and why; tried with the versions named. */
export const NOT_MEASURED =
  "Not measured: Hive Gateway (runtime 2.12.1) as a whole. Its SOAP loader (@omnigraph/soap 0.96.0) reads our contracts only " +
  "with their schemas put inside the WSDL, and what it makes of them cannot answer the page in one request: reading the " +
  "customer is a mutation there, the orders are a query. Its transport alone is in the table; the gateway comes on top.\n";

/** Whoever serves the home page from the three backends. */
export const homePages = (environment: Environment): readonly ContenderOptions[] =>
  [
    { name: PORTICO, main: "servers/portico-uncached.ts" },
    { name: BARE, main: "servers/bare.ts" },
    { name: EXPRESS, main: "servers/express.ts" },
    { name: "Fastify + node-soap + undici", main: "servers/fastify.ts" },
    { name: "Hive's SOAP transport, an easier page", main: "servers/hive-soap.mjs" },
    { name: "Hono + undici + opossum + fast-xml-parser + zod + pino", main: "servers/hono.ts" },
  ].map((one) => ({ ...one, environment, path: HOME }));

/** The product as it is started in production, which finds the same customer's page in its caches. */
export const cachedPage = (environment: Environment): ContenderOptions => ({
  name: PORTICO,
  main: bff,
  environment,
  path: HOME,
});

/** What Node can do at most: it takes the page from `pageUrl` and sends it again and again. */
export const constant = (pageUrl: string): ContenderOptions => ({
  name: CONSTANT,
  main: "servers/constant.ts",
  environment: { PAGE_FROM: pageUrl },
  path: "/",
});

/** The least that can be started. */
export const hello: ContenderOptions = {
  name: "node:http hello",
  main: "servers/hello.mjs",
  environment: {},
  path: "/",
};
