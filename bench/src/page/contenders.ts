import { fileURLToPath } from "node:url";
import type { ContenderOptions } from "./contender.ts";
import { HOME } from "./home.ts";

export type Environment = Readonly<Record<string, string>>;

const bff = fileURLToPath(new URL("../../../bffs/web/src/main.ts", import.meta.url));

export const PORTICO = "portico";
export const BARE = "node:http + undici request + our decoder";
export const EXPRESS = "Express + node-soap + axios + opossum";
export const CONSTANT = "node:http constant";

/** Who is missing, and why; tried with the versions named. */
export const NOT_MEASURED =
  "Not measured: Hive Gateway (runtime 2.12.1) with its SOAP transport (0.13.1). Its loader, @omnigraph/soap 0.96.0, cannot " +
  "read the ERP's WSDL: a schema that only imports another ends in a TypeError (SOAPLoader.loadSchema, targetNamespace).\n";

/** Whoever serves the home page from the three backends. */
export const homePages = (environment: Environment): readonly ContenderOptions[] =>
  [
    { name: PORTICO, main: "servers/portico-uncached.ts" },
    { name: BARE, main: "servers/bare.ts" },
    { name: EXPRESS, main: "servers/express.ts" },
    { name: "Fastify + node-soap + undici", main: "servers/fastify.ts" },
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
