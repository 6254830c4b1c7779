import type { Names } from "./names.ts";
import type { OwnRepresentation } from "./representation-choices.ts";
import { literal } from "./text.ts";

interface Import {
  readonly module: string;
  readonly exported: string;
  readonly identifier: string;
  isType: boolean;
}

/** What a generated module imports from modules of its adapter. */
export class OwnExports {
  private readonly names: Names;
  private readonly known = new Map<string, Import>();

  constructor(names: Names) {
    this.names = names;
  }

  value({ module, name }: OwnRepresentation): string {
    const found = this.imported(module, name);
    found.isType = false;
    return found.identifier;
  }

  type({ module, type }: OwnRepresentation): string {
    return this.imported(module, type).identifier;
  }

  /** @param used only these; default: all that was mentioned */
  write(used?: ReadonlySet<string>): string {
    const mentioned = [...this.known.values()].filter(({ identifier }) => used?.has(identifier) ?? true);
    return [...Map.groupBy(mentioned, ({ module }) => module)]
      .map(([module, imports]) => `import { ${imports.map(sourceOf).join(", ")} } from ${literal(module)};\n`)
      .join("");
  }

  private imported(module: string, exported: string): Import {
    const key = `${exported} ${module}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = { module, exported, identifier: this.names.take(exported), isType: true };
      this.known.set(key, found);
    }
    return found;
  }
}

function sourceOf({ exported, identifier, isType }: Import): string {
  const renamed = exported === identifier ? exported : `${exported} as ${identifier}`;
  return isType ? `type ${renamed}` : renamed;
}
