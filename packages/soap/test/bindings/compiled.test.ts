import { fileURLToPath } from "node:url";
import { format } from "oxfmt";
import { expect, test } from "vitest";
import { compileContract, type CompileRequest } from "../../src/codegen/compile.ts";

const folder = fileURLToPath(new URL("contract", import.meta.url));

// After a change of the generator, `pnpm exec vitest run packages/soap -u` rewrites them; the diff is what to review.
test.each<[string, Partial<CompileRequest>]>([
  ["axis1-billing", {}],
  ["cxf-stock", {}],
  ["dotnet-ledger", { port: "LedgerSoap" }],
])("the module of %s is what is committed", async (name, choice) => {
  const text = compileContract({ name: name.split("-")[1]!, folder, wsdl: `${name}.wsdl`, ...choice });
  const { code, errors } = await format(`${name}.gen.ts`, text, { printWidth: 110 });
  expect(errors).toEqual([]);
  await expect(code).toMatchFileSnapshot(`generated/${name}.gen.ts`);
});
