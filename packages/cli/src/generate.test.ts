import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { generate } from "./generate.ts";
import { findWorkspace } from "./workspace.ts";

const contract = fileURLToPath(new URL("../test/hours", import.meta.url));

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "workspace-"));
  writeFileSync(join(workspace, "pnpm-workspace.yaml"), "");
  addAdapter("shop");
});
afterEach(() => rmSync(workspace, { recursive: true }));

function addAdapter(name: string, manifest: object = {}): void {
  cpSync(contract, join(workspace, "adapters", name, "contract"), { recursive: true });
  writeFileSync(join(workspace, "adapters", name, "package.json"), JSON.stringify(manifest));
}

const generated = (name: string) => join(workspace, "adapters", name, "generated", `${name}.gen.ts`);

test("an adapter's module is written from its WSDL, well formatted, and left alone when it is up to date", async () => {
  expect(await generate(workspace, "shop", false)).toEqual([
    "adapters/shop/generated/shop.gen.ts: written",
    "adapters/shop/generated/shop.schemas.gen.ts: written",
  ]);
  expect(readFileSync(generated("shop"), "utf8")).toContain(
    "/** @generated from complexType of OpeningHours, hours.wsdl:8 */\nexport type OpeningHoursWire = {\n  branch: string;\n",
  );
  expect(await generate(workspace, "shop", false)).toEqual([
    "adapters/shop/generated/shop.gen.ts: up to date",
    "adapters/shop/generated/shop.schemas.gen.ts: up to date",
  ]);
});

test("all adapters with a WSDL are generated when none is named, the others left alone", async () => {
  addAdapter("crm");
  mkdirSync(join(workspace, "adapters/rest/contract"), { recursive: true });
  expect(await generate(workspace, undefined, false)).toEqual([
    "adapters/crm/generated/crm.gen.ts: written",
    "adapters/crm/generated/crm.schemas.gen.ts: written",
    "adapters/shop/generated/shop.gen.ts: written",
    "adapters/shop/generated/shop.schemas.gen.ts: written",
  ]);
});

test("the check says which files differ and how to mend them, and writes nothing", async () => {
  addAdapter("crm");
  await generate(workspace, "shop", false);
  await expect(generate(workspace, undefined, true)).rejects.toThrow(
    "adapters/crm/generated/crm.gen.ts is not what its contract makes: run `portico generate crm`.",
  );
  await generate(workspace, undefined, false);
  expect(await generate(workspace, undefined, true)).toHaveLength(4);
  appendFileSync(generated("crm"), "// edited\n");
  await expect(generate(workspace, "crm", true)).rejects.toThrow(
    /^adapters\/crm\/generated\/crm.gen.ts is not/,
  );
  expect(readFileSync(generated("crm"), "utf8")).toMatch(/edited\n$/);
});

test("only the operations that package.json names are generated", async () => {
  addAdapter("shop", { portico: { operations: ["OpeningHours"] } });
  await generate(workspace, "shop", false);
  const text = readFileSync(generated("shop"), "utf8");
  expect(text).toContain("OpeningHoursWire");
  expect(text).not.toContain("ClosingDays");
});

test.each([
  [
    '{ "portico": { "operation": ["OpeningHours"] } }',
    /"portico" in .* may hold operations, service, port, representations, and nothing/,
  ],
  [
    '{ "portico": ["OpeningHours"] }',
    /"portico" in .* may hold operations, service, port, representations, and nothing/,
  ],
  ['{ "portico": { "service": 1 } }', /"portico\.service" in .* must be a service's name/],
  ['{ "portico": { "port": ["A"] } }', /"portico\.port" in .* must be a port's name/],
  ['{ "portico": { "operations": "OpeningHours" } }', /"portico\.operations" in .* must be a list/],
  ['{ "portico": ', /package\.json cannot be read, or is not JSON/],
])("a package.json that chooses nothing we know is refused: %s", async (text, message) => {
  writeFileSync(join(workspace, "adapters/shop/package.json"), text);
  await expect(generate(workspace, "shop", false)).rejects.toMatchObject({
    code: "generate_failed",
    message: expect.stringMatching(message) as string,
  });
});

test("values are held as package.json says", async () => {
  const clock = { module: "../src/clock.ts", name: "clock", type: "ClockTime" };
  addAdapter("shop", { portico: { representations: { "xs:time": clock } } });
  await generate(workspace, "shop", false);
  expect(readFileSync(generated("shop"), "utf8")).toContain("represented(xsTime, clock)");
  for (const representations of [
    "bigint",
    ["xs:time"],
    { "xs:time": "Date" },
    { "xs:time": { name: "a" } },
  ]) {
    addAdapter("shop", { portico: { representations } });
    await expect(generate(workspace, "shop", false)).rejects.toThrow(
      /^"portico\.representations" in .* must /,
    );
  }
});

test("which service or port is meant is said in package.json, too", async () => {
  const file = join(workspace, "adapters/shop/contract/hours.wsdl");
  const other =
    '<binding name="Other" type="tns:Other"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/></binding>' +
    '<portType name="Other"/><service name="Admin"><port name="AdminSoap" binding="tns:Other"/></service></definitions>';
  writeFileSync(file, readFileSync(file, "utf8").replace("</definitions>", other));
  await expect(generate(workspace, "shop", false)).rejects.toThrow(
    /say which service or port is meant of .*, Admin\/AdminSoap$/,
  );
  for (const choice of [{ service: "Admin" }, { port: "AdminSoap" }]) {
    writeFileSync(join(workspace, "adapters/shop/package.json"), JSON.stringify({ portico: choice }));
    await generate(workspace, "shop", false);
    expect(readFileSync(generated("shop"), "utf8")).not.toContain("OpeningHours");
  }
  writeFileSync(join(workspace, "adapters/shop/package.json"), '{ "portico": { "port": "Gone" } }');
  await expect(generate(workspace, "shop", false)).rejects.toThrow(
    'there is no SOAP port "*/Gone"; there is ',
  );
});

test("what cannot be generated is said with its place", async () => {
  addAdapter("shop", { portico: { operations: ["Missing"] } });
  await expect(generate(workspace, "shop", false)).rejects.toThrow(
    'adapters/shop/contract/hours.wsdl:39: there is no operation "Missing"',
  );
  addAdapter("shop", { portico: { operations: "OpeningHours" } });
  await expect(generate(workspace, "shop", false)).rejects.toThrow(/must be a list of operation names\.$/);
  await expect(generate(workspace, "gone", false)).rejects.toThrow(
    "There is no WSDL in adapters/gone/contract.",
  );
  await expect(generate(workspace, "../shop", false)).rejects.toThrow(
    '"../shop" is no adapter\'s name: use small letters, digits and hyphens.',
  );
  cpSync(join(contract, "hours.wsdl"), join(workspace, "adapters/shop/contract/second.wsdl"));
  await expect(generate(workspace, "shop", false)).rejects.toThrow(
    "There are 2 WSDLs in adapters/shop/contract, and it takes one that no other imports: hours.wsdl, second.wsdl.",
  );
});

test("of several WSDLs it is the one that no other imports", async () => {
  const folder = join(workspace, "adapters/shop/contract");
  const file = (name: string) => join(folder, name);
  const imports = (namespace: string, location: string) =>
    `<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/"><w:import namespace="${namespace}" location="${location}"/></w:definitions>`;
  writeFileSync(file("binding.wsdl"), imports("urn:hours", "hours.wsdl"));
  writeFileSync(file("a-service.wsdl"), imports("urn:binding", "./binding.wsdl"));
  await generate(workspace, "shop", false);
  expect(readFileSync(generated("shop"), "utf8")).toMatch(
    /^\/\/ Generated by .* from contract\/a-service\.wsdl\./,
  );
  mkdirSync(file("parts"));
  writeFileSync(file("binding.wsdl"), imports("urn:parts", "parts/all.wsdl"));
  writeFileSync(file("parts/all.wsdl"), imports("urn:hours", "../hours.wsdl"));
  expect(await generate(workspace, "shop", false)).toContain("adapters/shop/generated/shop.gen.ts: written");
  writeFileSync(file("binding.wsdl"), imports("urn:gone", "gone.wsdl"));
  await expect(generate(workspace, "shop", false)).rejects.toThrow(
    "There are 3 WSDLs in adapters/shop/contract, and it takes one that no other imports: a-service.wsdl, binding.wsdl, hours.wsdl.",
  );
  writeFileSync(file("binding.wsdl"), "<html>");
  await expect(generate(workspace, "shop", false)).rejects.toThrow(
    /^adapters\/shop\/contract\/binding\.wsdl:1: not XML: /,
  );
});

test("the workspace is found from any folder inside it", () => {
  expect(findWorkspace(join(workspace, "adapters/shop/contract"))).toBe(workspace);
  expect(() => findWorkspace(parse(workspace).root)).toThrow(
    "There is no pnpm-workspace.yaml here or above.",
  );
});

test("the command says what it did and fails with a sentence, not a stack", () => {
  const portico = (...parameters: string[]) =>
    spawnSync(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url)), ...parameters], {
      cwd: join(workspace, "adapters"),
      encoding: "utf8",
      timeout: 15_000,
    });
  expect(portico("generate", "--check")).toMatchObject({
    status: 1,
    stderr:
      "[generate_failed] adapters/shop/generated/shop.gen.ts is not what its contract makes: run `portico generate shop`.\n" +
      "adapters/shop/generated/shop.schemas.gen.ts is not what its contract makes: run `portico generate shop`.\n",
  });
  expect(portico("generate")).toMatchObject({
    status: 0,
    stdout:
      "adapters/shop/generated/shop.gen.ts: written\nadapters/shop/generated/shop.schemas.gen.ts: written\n",
  });
  expect(portico("generate", "--check")).toMatchObject({ status: 0, stderr: "" });
  expect(portico("generate", "--chekc")).toMatchObject({ status: 2, stdout: "" });
  expect(portico("--help").stdout).toContain("generate [options] [adapter]");
});
