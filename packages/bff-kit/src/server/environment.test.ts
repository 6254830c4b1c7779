import { expect, test } from "vitest";
import { z } from "zod";
import { ConfigurationError, readConfiguration } from "./environment.ts";

const parts = {
  server: { prefix: "", schema: z.object({ webPort: z.coerce.number().int().default(4_000) }) },
  crm: {
    prefix: "CRM",
    schema: z.object({ url: z.url(), responseBytesMax: z.coerce.number().int().default(1_024) }),
  },
};

test("a field's variable is its part's prefix and its name, and an empty one is absent", () => {
  const environment = { CRM_URL: "http://crm.test/", CRM_RESPONSE_BYTES_MAX: "", WEB_PORT: "7" };
  expect(readConfiguration(parts, environment)).toEqual({
    server: { webPort: 7 },
    crm: { url: "http://crm.test/", responseBytesMax: 1_024 },
  });
});

test("what is missing or wrong in any part is named, all at once, and no value is repeated", () => {
  const wrong = () => readConfiguration(parts, { WEB_PORT: "hunter2", CRM_RESPONSE_BYTES_MAX: "hunter2" });
  expect(wrong).toThrow(ConfigurationError);
  expect(wrong).toThrow(/WEB_PORT: [^]*CRM_URL: [^]*CRM_RESPONSE_BYTES_MAX: /);
  expect(wrong).not.toThrow(/hunter2/);
});
