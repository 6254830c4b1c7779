import { internalized } from "./internalized.ts";
import { XmlRefused } from "./refused.ts";

const NONE: readonly never[] = [];
// Far more than a system declares in one place; they are looked through wherever one comes or goes.
const PREFIXES_MAX = 64;
const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
export const XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";

/** Which prefix means which namespace, here. A lookup costs the same however many are declared. */
export class NamespaceScope {
  private readonly uris = new Map<string, string>([
    ["", ""],
    ["xml", XML_NAMESPACE],
  ]);
  private copy: ReadonlyMap<string, string> | undefined;
  /** Another number after every change. */
  version = 0;
  private readonly undo: { prefix: string; before: string | undefined; depth: number }[] = [];

  /** `prefix` is `""` for the default namespace, `uri` is `""` to take it back. */
  declare(prefix: string, uri: string, depth: number, offset: number): void {
    const reserved =
      prefix === "xmlns" ||
      uri === XMLNS_NAMESPACE ||
      (prefix === "xml") !== (uri === XML_NAMESPACE) ||
      (uri === "" && prefix !== "");
    if (reserved) throw new XmlRefused("A namespace declaration that Namespaces in XML 1.0 forbids", offset);
    this.undo.push({ prefix, before: this.uris.get(prefix), depth });
    this.uris.set(prefix, internalized(uri));
    this.copy = undefined;
    this.version++;
  }

  /** `undefined`: nothing declares it here. */
  uriOf(prefix: string): string | undefined {
    return this.uris.get(prefix);
  }

  /** What stands for a namespace: `preferred`, or any. `undefined`: nothing does, or there are too many to look through. */
  prefixOf(uri: string, preferred: string): string | undefined {
    if (this.uris.get(preferred) === uri) return preferred;
    if (this.uris.size > PREFIXES_MAX) return undefined;
    for (const [prefix, declared] of this.uris) if (declared === uri) return prefix;
    return undefined;
  }

  /** Forgets what elements at `depth` and below declared. */
  leave(depth: number): void {
    for (let last = this.undo.at(-1); last !== undefined && last.depth >= depth; last = this.undo.at(-1)) {
      if (last.before === undefined) this.uris.delete(last.prefix);
      else this.uris.set(last.prefix, last.before);
      this.undo.pop();
      this.copy = undefined;
      this.version++;
    }
  }

  get declarationCount(): number {
    return this.undo.length;
  }

  /** What was declared since `declarationCount` was `count`, all of it on one element. */
  declaredSince(count: number): readonly { prefix: string; uri: string }[] {
    if (this.undo.length === count) return NONE;
    return this.undo.slice(count).map(({ prefix }) => ({ prefix, uri: this.uris.get(prefix)! }));
  }

  /** All that is declared here. The same map for every element until a declaration comes or goes. */
  get declared(): ReadonlyMap<string, string> {
    return (this.copy ??= new Map(this.uris));
  }
}
