import { testCall, testSite } from "@portico/core/testing";
import { expect, test } from "vitest";
import { CACHE_STORE, openCacheStore } from "./cache-store.ts";
import { cached } from "./cached.ts";

/** Opened systems that are handed one store, each with an answer of its own. */
function systems() {
  const store = openCacheStore();
  return (system: string, answer: string) => {
    const site = testSite({ system });
    site.shared(CACHE_STORE, () => store);
    const policy = cached({ freshMs: 1_000, staleMs: 0 });
    const ask = policy.open(site)(async () => answer);
    policy.open(site);
    return { ask: () => ask("a", testCall()), close: site.close };
  };
}

test("two systems of one name cannot share a store: the answers of one would be those of the other", async () => {
  const open = systems();
  const europe = open("crm", "in Europe");
  await expect(europe.ask()).resolves.toBe("in Europe");
  expect(() => open("crm", "in America")).toThrow(
    new TypeError("A system named crm is open with this cache already: it needs one of its own."),
  );
  await expect(open("erp", "orders").ask()).resolves.toBe("orders");
});

test("a system that was closed may be opened again, and knows nothing of what the other one said", async () => {
  const open = systems();
  const first = open("crm", "first");
  await first.ask();
  first.close();
  await expect(open("crm", "second").ask()).resolves.toBe("second");
});
