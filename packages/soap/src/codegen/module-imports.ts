/** What the generated module imports from the runtime: only what it mentions. */
export class ModuleImports {
  private readonly values = new Set<string>();
  private readonly types = new Set<string>();

  /** Mentions a value of the runtime. */
  value(name: string): string {
    this.values.add(name);
    return name;
  }

  type(name: string): string {
    this.types.add(name);
    return name;
  }

  write(): string {
    const names = [...[...this.types].map((name) => `type ${name}`), ...this.values];
    const sorted = names.toSorted((a, b) => (bare(a) < bare(b) ? -1 : 1));
    return `import { ${sorted.join(", ")} } from "@portico/soap";\n`;
  }
}

const bare = (name: string) => name.replace(/^type /, "").toLowerCase();
