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

const oddities = {
  odd: {
    prefix: "ODD",
    schema: z.object({
      name: z.string(),
      port: z.coerce.number().int().min(0).max(65_535).default(4_000),
      bytesMax: z.coerce.number().int().positive().default(1),
      level: z.enum(["debug", "info"]).default("info"),
    }),
  },
};

test.each([
  [{}, "ODD_NAME: is missing"],
  [{ ODD_NAME: "" }, "ODD_NAME: is missing"],
  [{ ODD_NAME: "a", ODD_PORT: "http" }, "ODD_PORT: must be a number"],
  [{ ODD_NAME: "a", ODD_PORT: "1.5" }, "ODD_PORT: must be a whole number"],
  [{ ODD_NAME: "a", ODD_PORT: "-1" }, "ODD_PORT: must be 0 or more"],
  [{ ODD_NAME: "a", ODD_PORT: "65536" }, "ODD_PORT: must be 65535 or less"],
  [{ ODD_NAME: "a", ODD_PORT: "9".repeat(20) }, "ODD_PORT: must be 65535 or less"],
  [{ ODD_NAME: "a", ODD_BYTES_MAX: "0" }, "ODD_BYTES_MAX: must be more than 0"],
  [{ ODD_NAME: "a", ODD_LEVEL: "INFO" }, "ODD_LEVEL: must be one of debug, info"],
  [{ ODD_NAME: "a", ODD_PORT: "  " }, "ODD_PORT: is blank"],
  [{ ODD_NAME: "\n" }, "ODD_NAME: is blank"],
])("%j is told in one line: %s", (environment, line) => {
  expect(() => readConfiguration(oddities, environment)).toThrow(
    new ConfigurationError(new Map([line.split(": ") as [string, string]])),
  );
});
