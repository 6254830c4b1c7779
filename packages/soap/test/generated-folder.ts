import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SoapContract } from "../src/contract.ts";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));

/** A folder outside the repository whose modules may import `@portico/soap`, as an adapter's may. */
export class GeneratedFolder {
  readonly path = mkdtempSync(join(tmpdir(), "generated-"));

  constructor() {
    mkdirSync(join(this.path, "node_modules/@portico"), { recursive: true });
    symlinkSync(packageFolder, join(this.path, "node_modules/@portico/soap"));
    writeFileSync(join(this.path, "package.json"), '{ "type": "module" }');
  }

  write(file: string, text: string): string {
    writeFileSync(join(this.path, file), text);
    return join(this.path, file);
  }

  /** The contract a generated module exports. */
  async load(file: string, exported: string): Promise<SoapContract> {
    const module: Record<string, unknown> = await import(join(this.path, file));
    return module[exported] as SoapContract;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
