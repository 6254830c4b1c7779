import { xmlNamespace } from "../namespace.ts";
import type { ModuleImports } from "./module-imports.ts";
import { camelCase, type Names } from "./names.ts";
import { literal } from "./text.ts";

// What the envelope uses itself.
const TAKEN_PREFIXES = new Set(["soap", "soapenc", "xsi", "wsa", "wsse", "wsu"]);

/** The namespaces a module mentions, each with a name that is also its prefix on the wire. */
export class NamespaceNames {
  private readonly names: Names;
  private readonly imports: ModuleImports;
  private readonly prefixes: ReadonlyMap<string, string>;
  private readonly known = new Map<string, string>();

  /** @param prefixes how the contract's author abbreviates namespaces */
  constructor(names: Names, imports: ModuleImports, prefixes: ReadonlyMap<string, string>) {
    this.names = names;
    this.imports = imports;
    this.prefixes = prefixes;
  }

  of(uri: string): string {
    if (uri === "") return this.imports.value("noNamespace");
    if (uri === xmlNamespace.uri) return this.imports.value("xmlNamespace");
    const known = this.known.get(uri);
    if (known !== undefined) return known;
    const name = this.names.take(this.suggestion(uri));
    this.known.set(uri, name);
    return name;
  }

  /** @param used only these; default: all */
  write(used?: ReadonlySet<string>): string {
    return [...this.known]
      .filter(([, name]) => used?.has(name) ?? true)
      .map(
        ([uri, name]) =>
          `const ${name} = ${this.imports.value("namespace")}(${literal(uri)}, ${literal(name)});\n`,
      )
      .join("");
  }

  /** Every namespace mentioned so far, with its name. */
  get byUri(): ReadonlyMap<string, string> {
    return this.known;
  }

  get all(): readonly string[] {
    return [...this.known.values()];
  }

  /** The last word of a path says most; the author's prefix is the next best. */
  private suggestion(uri: string): string {
    const [, word] = /^[a-z]+:\/\/[^/]+\/(?:[^/]+\/)*([A-Za-z][A-Za-z0-9]*)\/?$/.exec(uri) ?? [];
    const prefix = [...this.prefixes].find(([, declared]) => declared === uri)?.[0] ?? "";
    const usable = [word && camelCase(word), prefix].find(
      (name) => name !== undefined && /^[A-Za-z][A-Za-z0-9]*$/.test(name) && !isTaken(name),
    );
    return usable ?? "ns";
  }
}

const isTaken = (prefix: string) => TAKEN_PREFIXES.has(prefix) || /^xml/i.test(prefix);
