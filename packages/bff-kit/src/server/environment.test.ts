import { expect, test } from "vitest";
import { z } from "zod";
import { ConfigurationError, fromEnvironment } from "./environment.ts";

const ConfigSchema = z.object({
  url: z.url(),
  responseBytesMax: z.coerce.number().int().positive().default(1_024),
});

test("a field's variable is the prefix and its name, and an empty one is absent", () => {
  const environment = { CRM_URL: "http://crm.test/", CRM_RESPONSE_BYTES_MAX: "" };
  expect(fromEnvironment(ConfigSchema, environment, "CRM")).toEqual({
    url: "http://crm.test/",
    responseBytesMax: 1_024,
  });
  expect(fromEnvironment(ConfigSchema, { URL: "http://a.test/", RESPONSE_BYTES_MAX: "7" })).toMatchObject({
    responseBytesMax: 7,
  });
});

test("what is missing or wrong is named, all at once, and no value is repeated", () => {
  const wrong = () => fromEnvironment(ConfigSchema, { CRM_RESPONSE_BYTES_MAX: "hunter2" }, "CRM");
  expect(wrong).toThrow(ConfigurationError);
  expect(wrong).toThrow(/CRM_URL: [^]*CRM_RESPONSE_BYTES_MAX: /);
  expect(wrong).not.toThrow(/hunter2/);
});
