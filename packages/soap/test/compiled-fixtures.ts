import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileContract } from "../src/codegen/compile.ts";
import { NotCompilable } from "../src/codegen/not-compilable.ts";
import type { SoapContract } from "../src/contract.ts";
import { type Fixture, readFixtures, WSDL } from "./fixtures.ts";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const repository = fileURLToPath(new URL("../../..", import.meta.url));

export interface CompiledFixture {
  readonly fixture: Fixture;
  readonly contract: SoapContract;
}

/** All fixtures, compiled once into a folder outside the repository, as an adapter's `generated` folder would be. */
export class CompiledFixtures {
  readonly folder = mkdtempSync(join(tmpdir(), "fixtures-"));
  /** Each fixture the compiler turned down, with its reason. */
  readonly refused = new Map<string, string>();
  private readonly fixtures: Fixture[] = [];

  constructor() {
    mkdirSync(join(this.folder, "node_modules/@portico"), { recursive: true });
    symlinkSync(packageFolder, join(this.folder, "node_modules/@portico/soap"));
    writeFileSync(join(this.folder, "package.json"), '{ "type": "module" }');
    for (const fixture of readFixtures()) this.compile(fixture);
  }

  async load(): Promise<readonly CompiledFixture[]> {
    return Promise.all(
      this.fixtures.map(async (fixture) => {
        const module: Record<string, unknown> = await import(join(this.folder, `${fixture.name}.gen.ts`));
        return { fixture, contract: module["fixtureContract"] as SoapContract };
      }),
    );
  }

  /** What TypeScript says about the generated modules under the repository's own settings. */
  typeErrors(): string {
    const settings = {
      extends: join(repository, "tsconfig.json"),
      compilerOptions: { typeRoots: [join(repository, "node_modules/@types")] },
      include: ["*.gen.ts"],
    };
    writeFileSync(join(this.folder, "tsconfig.json"), JSON.stringify(settings));
    const tsc = join(repository, "node_modules/typescript/bin/tsc");
    const { stdout, stderr } = spawnSync(process.execPath, [tsc, "--project", this.folder], {
      encoding: "utf8",
      timeout: 60_000,
    });
    return stdout + stderr;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private compile(fixture: Fixture): void {
    try {
      const text = compileContract({ name: "fixture", folder: fixture.folder, wsdl: WSDL });
      writeFileSync(join(this.folder, `${fixture.name}.gen.ts`), text);
      this.fixtures.push(fixture);
    } catch (error) {
      if (!(error instanceof NotCompilable)) throw error;
      this.refused.set(fixture.name, error.message);
    }
  }
}
