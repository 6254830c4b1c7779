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

  /** @param used only these; default: all that was mentioned */
  write(used?: ReadonlySet<string>): string {
    const names = [...[...this.types].map((name) => `type ${name}`), ...this.values].filter(
      (name) => used?.has(bare(name)) ?? true,
    );
    const sorted = names.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
    return `import { ${sorted.join(", ")} } from "@portico/soap";\n`;
  }
}

const bare = (name: string) => name.replace(/^type /, "");
const order = (name: string) => bare(name).toLowerCase();
