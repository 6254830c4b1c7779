import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { contractOf, portico } from "../../test/portico.ts";

test("what may not be fetched is refused with its URL, and nothing is written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vendor-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const wsdl = join(folder, "t.wsdl");
  writeFileSync(
    wsdl,
    '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"><import namespace="urn:a" location="http://127.0.0.1:9/a.wsdl"/></definitions>',
  );
  const vendor = (...options: string[]) => portico(["soap", "vendor", wsdl, ...options]);
  expect(await vendor("--allow-remote", "schemas.example")).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "[remote_refused] http://127.0.0.1:9/a.wsdl is on 127.0.0.1:9, which is not among the hosts we may ask\n",
  });
  const named = await vendor("--allow-remote", "schemas.example", "--allow-remote", "127.0.0.1:9", "--json");
  expect([named.status, JSON.parse(named.stderr)]).toEqual([
    1,
    {
      error: {
        code: "remote_refused",
        message: "http://127.0.0.1:9/a.wsdl is on an address that is not public",
      },
    },
  ]);
  expect(await vendor("--allow-remote", "http://schemas.example/")).toMatchObject({ status: 2 });
  expect(await vendor()).toMatchObject({ status: 2 });
  expect(readdirSync(folder)).toEqual(["t.wsdl"]);
});

test("a contract that needs nothing from other machines is told so", async () => {
  const hours = contractOf("packages/cli/test/hours/hours.wsdl");
  expect(await portico(["soap", "vendor", hours, "--allow-remote", "schemas.example"])).toEqual({
    status: 0,
    stdout: "Nothing is missing that another machine has.\n",
    stderr: "",
  });
});
