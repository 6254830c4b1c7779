import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileContract } from "../src/codegen/compile.ts";
import { NotCompilable } from "../src/codegen/not-compilable.ts";
import type { SoapContract } from "../src/contract.ts";
import { type Fixture, readFixtures, WSDL } from "./fixtures.ts";
import { GeneratedFolder } from "./generated-folder.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

export interface CompiledFixture {
  readonly fixture: Fixture;
  readonly contract: SoapContract;
}

/** All fixtures, compiled once. */
export class CompiledFixtures {
  /** Each fixture the compiler turned down, with its reason. */
  readonly refused = new Map<string, string>();
  private readonly generated = new GeneratedFolder();
  private readonly fixtures: Fixture[] = [];

  constructor() {
    for (const fixture of readFixtures()) this.compile(fixture);
  }

  load(): Promise<readonly CompiledFixture[]> {
    const loading = this.fixtures.map(async (fixture) => ({
      fixture,
      contract: await this.generated.load(`${fixture.name}.gen.ts`, "fixtureContract"),
    }));
    return Promise.all(loading);
  }

  /** What TypeScript says about the generated modules under the repository's own settings. */
  typeErrors(): string {
    const settings = {
      extends: join(repository, "tsconfig.json"),
      compilerOptions: { typeRoots: [join(repository, "node_modules/@types")] },
      include: ["*.gen.ts"],
    };
    const project = this.generated.write("tsconfig.json", JSON.stringify(settings));
    const tsc = join(repository, "node_modules/typescript/bin/tsc");
    const { stdout, stderr } = spawnSync(process.execPath, [tsc, "--project", project], {
      encoding: "utf8",
      timeout: 60_000,
    });
    return stdout + stderr;
  }

  remove(): void {
    this.generated.remove();
  }

  private compile(fixture: Fixture): void {
    const { name, folder } = fixture;
    try {
      const text = compileContract({ name: "fixture", folder, wsdl: WSDL });
      this.generated.write(`${name}.gen.ts`, text);
      this.fixtures.push(fixture);
    } catch (error) {
      if (!(error instanceof NotCompilable)) throw error;
      this.refused.set(name, error.message);
    }
  }
}
