import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { BadVariable, readEstate } from "./estate.ts";
import { summaryOf } from "./summary.ts";

test("without any variable everything is on loopback, on 4000, 4001 and 4100", () => {
  const { mocks, web, mobile } = readEstate({});
  expect([mocks, web, mobile].map(({ host, port }) => `${host}:${port}`)).toEqual([
    "127.0.0.1:4100",
    "127.0.0.1:4000",
    "127.0.0.1:4001",
  ]);
});

test("both BFFs are told where the simulators are", () => {
  const { web, mobile } = readEstate({ MOCKS_PORT: "5100", WEB_PORT: "5000" });
  const backends = {
    CRM_URL: "http://127.0.0.1:5100/crm/CustomerService.asmx",
    ERP_URL: "http://127.0.0.1:5100/erp/services/OrderService",
    CATALOG_URL: "http://127.0.0.1:5100/catalog",
  };
  expect(web.env).toMatchObject({ ...backends, HOST: "127.0.0.1", WEB_PORT: "5000" });
  expect(mobile.env).toMatchObject({ ...backends, MOBILE_PORT: "4001" });
});

test.each([
  ["0.0.0.0", "http://127.0.0.1:4100/catalog"],
  ["::", "http://[::1]:4100/catalog"],
  ["::1", "http://[::1]:4100/catalog"],
  ["localhost", "http://localhost:4100/catalog"],
])("listening on %s, the simulators are reached at %s", (host, url) => {
  expect(readEstate({ HOST: host }).web.env).toMatchObject({ HOST: host, CATALOG_URL: url });
});

test("the simulators ask for the credentials the BFFs show", () => {
  const { mocks, web, mobile } = readEstate({});
  for (const name of ["CRM_USERNAME", "CRM_PASSWORD", "CATALOG_API_KEY"]) {
    expect(mocks.env[name]).toMatch(/./);
    expect([web.env[name], mobile.env[name]]).toEqual([mocks.env[name], mocks.env[name]]);
  }
});

test("operators are let in, each BFF on its own port, when there is a token", () => {
  const ports = (env: NodeJS.ProcessEnv) => {
    const { web, mobile } = readEstate(env);
    return [web.env["OPERATOR_PORT"], mobile.env["OPERATOR_PORT"]];
  };
  const token = { OPERATOR_TOKEN: "a token of more than 32 characters" };
  expect(ports({ OPERATOR_PORT: "4010" })).toEqual(["", ""]);
  expect(ports(token)).toEqual(["4010", "4011"]);
  expect(ports({ ...token, WEB_OPERATOR_PORT: "5010" })).toEqual(["5010", "4011"]);
  expect(readEstate(token).web.operators).toMatchObject({ port: 4010, portVariable: "WEB_OPERATOR_PORT" });
  expect(() => readEstate({ ...token, WEB_OPERATOR_PORT: "no" })).toThrow(BadVariable);
});

test("the development header works, unless the shell says production", () => {
  expect(readEstate({}).web.env["NODE_ENV"]).toBe("development");
  expect(readEstate({ NODE_ENV: "production" }).web.env["NODE_ENV"]).toBe("production");
});

test.each(["0", "65536", "-1", "80a", "4000.5", " "])("WEB_PORT=%j is no port", (port) => {
  expect(() => readEstate({ WEB_PORT: port })).toThrow(BadVariable);
  expect(() => readEstate({ WEB_PORT: port })).toThrow(
    /^WEB_PORT must be a port number from 1 to 65535, not "/,
  );
});

test("the summary says where everything is, what to try, how to break it and how to stop", () => {
  const summary = stripVTControlCharacters(summaryOf(readEstate({ WEB_PORT: "5000" })));
  expect(summary).toContain("http://127.0.0.1:5000/docs");
  expect(summary).toContain("http://127.0.0.1:4001/docs");
  expect(summary).toContain("curl -H 'X-Portico-User: 100001' http://127.0.0.1:5000/v1/home\n");
  expect(summary).toContain("curl -H 'X-Portico-User: 100001' http://127.0.0.1:4001/v1/home\n");
  expect(summary).toContain("curl -H 'X-Portico-User: 100001' http://127.0.0.1:5000/v1/orders\n");
  expect(summary).toMatch(/curl -X PUT \S+\/_simulator\/catalog\/scenario .* -d '\{"name":"hangs"\}'\n/);
  expect(summary).toContain("Stop with Ctrl-C");
});

test("the summary says where operators are let in, where they are", () => {
  const summary = (env: NodeJS.ProcessEnv) => stripVTControlCharacters(summaryOf(readEstate(env)));
  expect(summary({})).not.toContain("operators");
  const opened = summary({ OPERATOR_TOKEN: "a token of more than 32 characters", WEB_OPERATOR_PORT: "5010" });
  expect(opened).toMatch(/\n {2}Web BFF's operators +http:\/\/127\.0\.0\.1:5010 /);
  expect(opened).toMatch(/\n {2}Mobile BFF's operators +http:\/\/127\.0\.0\.1:4011 /);
});

test("the README shows the very commands the summary prints", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const commands = stripVTControlCharacters(summaryOf(readEstate({}))).matchAll(/^ {2}(curl .*)$/gm);
  const shown = [...commands].map(([, command]) => command);
  expect(shown).toHaveLength(5);
  for (const command of shown) expect(readme).toContain(command);
});
