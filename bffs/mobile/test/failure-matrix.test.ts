import { failureMatrix } from "@portico/bff-kit/testing";
import { afterAll, beforeAll } from "vitest";
import { screens } from "../src/index.ts";
import { type Estate, openEstate } from "./estate.ts";
import { urlsOf } from "./urls.ts";

let estate: Estate;
let urls: Record<string, string>;
beforeAll(async () => {
  estate = await openEstate();
  urls = await urlsOf(estate.get);
});
afterAll(() => estate.close());

for (const screen of screens) {
  failureMatrix(screen, {
    ports: () => estate.ports(),
    url: () => urls[screen.name] ?? `no request for ${screen.name}`,
    customerId: "100001",
    clock: () => estate.clock,
  });
}
