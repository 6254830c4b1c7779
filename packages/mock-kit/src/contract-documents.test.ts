import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { contractDocuments } from "./contract-documents.ts";

test("a contract is served whatever the case of its address, with the caller's host wherever it names its own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "portico-contract-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const address = "http://crm.example/Crm/Service.asmx";
  writeFileSync(join(folder, "crm.wsdl"), `<a at="${address}"/><b at="${address}"/>`);
  const document = contractDocuments({
    folder: pathToFileURL(`${folder}/`),
    files: { "/Crm/Service.asmx?WSDL": "crm.wsdl" },
    address,
  });
  const here = "http://127.0.0.1:4100/Crm/Service.asmx";
  const served = document(new URL("http://127.0.0.1:4100/crm/service.asmx?wsdl"));
  expect(served?.headers.get("content-type")).toBe("text/xml; charset=utf-8");
  expect(await served?.text()).toBe(`<a at="${here}"/><b at="${here}"/>`);
  expect(document(new URL("http://127.0.0.1:4100/crm/service.asmx"))).toBeUndefined();
});
