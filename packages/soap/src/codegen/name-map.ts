import type { QName } from "./xml-tree.ts";

/** A map by expanded name, in no particular order of its own: two lookups are cheaper than one key put together. */
export class NameMap<T> {
  private readonly byUri = new Map<string, Map<string, T>>();
  // Nearly all names in one place are of the same namespace.
  private uri: string | undefined;
  private ofUri: Map<string, T> | undefined;

  get({ uri, local }: QName): T | undefined {
    if (uri !== this.uri) this.turnTo(uri);
    return this.ofUri?.get(local);
  }

  set({ uri, local }: QName, value: T): void {
    if (uri !== this.uri) this.turnTo(uri);
    if (this.ofUri === undefined) {
      this.ofUri = new Map();
      this.byUri.set(uri, this.ofUri);
    }
    this.ofUri.set(local, value);
  }

  private turnTo(uri: string): void {
    this.uri = uri;
    this.ofUri = this.byUri.get(uri);
  }
}
