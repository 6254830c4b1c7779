import { readFileSync } from "node:fs";
import { answerText } from "@portico/mock-kit";
import { parse } from "yaml";
import { catalogBasePath } from "./names.ts";

/** The contract as JSON at `/catalog/openapi.json`, with the host it was asked from as its server. */
export function openapiDocument(): (url: URL) => Response | undefined {
  const file = new URL("../contract/catalog.openapi.yaml", import.meta.url);
  const contract = parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  return (url) => {
    if (url.pathname !== `${catalogBasePath}/openapi.json`) return undefined;
    const document = { ...contract, servers: [{ url: `${url.origin}${catalogBasePath}` }] };
    return answerText(200, "application/json; charset=utf-8", JSON.stringify(document, null, 2));
  };
}
