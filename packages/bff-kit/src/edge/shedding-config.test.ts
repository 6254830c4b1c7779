import { expect, test } from "vitest";
import { readConfiguration } from "../server/environment.ts";
import { SheddingConfigSchema } from "./shedding-config.ts";

const read = (environment: Record<string, string>) =>
  readConfiguration({ shedding: { prefix: "SHEDDING", schema: SheddingConfigSchema } }, environment).shedding;

test("whoever lowers the alarm below the usual wait is told both variables", () => {
  expect(read({ SHEDDING_ALARM_MS: "100" })).toEqual({ alarmMs: 100, waitMsMax: 100 });
  expect(() => read({ SHEDDING_ALARM_MS: "99" })).toThrow(
    /SHEDDING_WAIT_MS_MAX: must not be above SHEDDING_ALARM_MS/,
  );
});
