import { describe, expect, test } from "vitest";
import { ConfigurationError, readConfiguration } from "../server/environment.ts";
import { operatorPort } from "./operator-port.ts";
import { OperatorConfigSchema } from "./operator-config.ts";

const TOKEN = "x".repeat(32);
const read = (environment: Record<string, string>) =>
  readConfiguration({ operator: { prefix: "OPERATOR", schema: OperatorConfigSchema } }, environment).operator;
const portOf = (environment: Record<string, string>) =>
  operatorPort(read(environment), {
    service: { name: "test" },
    systems: [],
    purge: async () => ({ everywhere: true }),
    connections: () => ({}),
  });

describe("the operators' port", () => {
  test("is off unless somebody sets it", () => {
    expect(portOf({})).toBeUndefined();
    expect(portOf({ OPERATOR_TOKEN: TOKEN, OPERATOR_HOST: "0.0.0.0" })).toBeUndefined();
  });

  test("is on loopback unless somebody says otherwise", () => {
    expect(portOf({ OPERATOR_PORT: "4010", OPERATOR_TOKEN: TOKEN })).toMatchObject({
      host: "127.0.0.1",
      port: 4010,
    });
  });

  test.each(["127.0.0.1", "0.0.0.0", "::", "10.1.2.3"])("is not opened on %s without a token", (host) => {
    const withoutToken = () => read({ OPERATOR_PORT: "4010", OPERATOR_HOST: host });
    expect(withoutToken).toThrow(ConfigurationError);
    expect(withoutToken).toThrow(/OPERATOR_TOKEN: is needed where OPERATOR_PORT is set/);
  });

  test.each([
    ["31 characters", "x".repeat(31), false],
    ["32 characters", "x".repeat(32), true],
    ["256 characters", "x".repeat(256), true],
    ["257 characters", "x".repeat(257), false],
    ["what base64 writes", `${"aB3-._~+/".repeat(4)}==`, true],
    ["a space in it", `${"x".repeat(20)} ${"x".repeat(20)}`, false],
    ["a letter no header may have", "ü".repeat(40), false],
  ])("takes a token of %s: %s %s", (_, token, taken) => {
    const tried = () => read({ OPERATOR_PORT: "4010", OPERATOR_TOKEN: token });
    if (taken) expect(tried()).toMatchObject({ token });
    else {
      expect(tried).toThrow(/OPERATOR_TOKEN: must be 32 to 256/);
      expect(tried).not.toThrow(new RegExp(token));
    }
  });
});
