// Contracts are compiled ahead of time: no process reads a WSDL, a schema or any other XML to start.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const repository = join(import.meta.dirname, "..");
const CHILD_MS_MAX = 30_000;

/** The contracts' WSDLs, by adapter. */
const wsdls = new Map(
  readdirSync(import.meta.dirname).flatMap((adapter): readonly (readonly [string, string])[] => {
    const contract = join(import.meta.dirname, adapter, "contract");
    const wsdl = existsSync(contract)
      ? readdirSync(contract).find((file) => file.endsWith(".wsdl"))
      : undefined;
    return wsdl === undefined ? [] : [[adapter, wsdl]];
  }),
);

/** What an adapter is exported as: `sales-orders` as `salesOrders`. */
const exportOf = (adapter: string) => adapter.replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());

const opened = (adapter: string) => `
  import { openAdapter } from "@portico/adapter-kit";
  import { ${exportOf(adapter)} as adapter } from "./src/index.ts";
  const config = { url: "http://127.0.0.1:9/", username: "portico", password: "secret" };
  const { operations, close } = openAdapter(adapter, adapter.config.parse(config));
  await close();
  console.log(Object.keys(operations).length > 0 ? "open" : "nothing to ask");
`;

/** What a process in the adapter's folder says. */
const said = (adapter: string, script: string, flags: readonly string[], env: Record<string, string> = {}) =>
  execFileSync(process.execPath, [...flags, "--input-type=module", "--eval", script], {
    cwd: join(import.meta.dirname, adapter),
    env,
    timeout: CHILD_MS_MAX,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();

test("the adapters of SOAP systems are looked at", () => {
  expect([...wsdls.keys()]).toEqual(expect.arrayContaining(["crm", "erp"]));
});

describe.each([...wsdls])("the adapter %s", (adapter, wsdl) => {
  const home = join(import.meta.dirname, adapter);
  const readable = [
    ...["package.json", "node_modules/*", "packages/*"].map((path) => join(repository, path)),
    ...["package.json", "node_modules/*", "src/*", "generated/*"].map((path) => join(home, path)),
  ];
  const withoutContract = ["--permission", ...readable.map((path) => `--allow-fs-read=${path}`)];

  test("opens where nobody can read its contract", () => {
    expect(said(adapter, opened(adapter), withoutContract)).toBe("open");
    const reading = `import { readFileSync } from "node:fs"; readFileSync("contract/${wsdl}");`;
    expect(() => said(adapter, reading, withoutContract)).toThrow("ERR_ACCESS_DENIED");
  });

  test("opens without a look at any XML", () => {
    const coverage = mkdtempSync(join(tmpdir(), "portico-start-up-"));
    try {
      expect(said(adapter, opened(adapter), [], { NODE_V8_COVERAGE: coverage })).toBe("open");
      const timesCalled = callsIn(coverage);
      expect(timesCalled.get("packages/soap/src/client.ts soapClient")).toBe(1);
      expect(timesCalled.get("packages/soap/src/xml/reader.ts XmlReader")).toBe(0);
    } finally {
      rmSync(coverage, { recursive: true });
    }
  });
});

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
}

/** How often each function of our packages was called, by file and name. */
function callsIn(folder: string): ReadonlyMap<string, number> {
  const [file] = readdirSync(folder);
  const { result } = JSON.parse(readFileSync(join(folder, file!), "utf8")) as Coverage;
  return new Map(
    result.flatMap(({ url, functions }) =>
      functions.map(({ functionName, ranges }): [string, number] => [
        `${url.slice(url.indexOf("/packages/") + 1)} ${functionName}`,
        ranges[0]!.count,
      ]),
    ),
  );
}
