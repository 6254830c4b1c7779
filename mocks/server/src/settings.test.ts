import { crmDevCredentials } from "@portico/mock-crm";
import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const usual = {
  host: "127.0.0.1",
  port: 4_100,
  crmCredentials: crmDevCredentials,
  catalogApiKey: "catalog-dev-key",
};

test("what is unset or empty has its default", () => {
  expect(readSettings({})).toEqual(usual);
  const names = ["HOST", "MOCKS_PORT", "CRM_USERNAME", "CRM_PASSWORD", "CATALOG_API_KEY"];
  expect(readSettings(Object.fromEntries(names.map((name) => [name, ""])))).toEqual(usual);
});

test("what is set holds", () => {
  const env = {
    HOST: "::1",
    MOCKS_PORT: "65535",
    CRM_USERNAME: "ada",
    CRM_PASSWORD: "secret",
    CATALOG_API_KEY: "key",
  };
  expect(readSettings(env)).toEqual({
    host: "::1",
    port: 65_535,
    crmCredentials: { username: "ada", password: "secret" },
    catalogApiKey: "key",
  });
});
