import { createHash } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { NotCompilable, type SourcePlace } from "./not-compilable.ts";
import { parseXml, type XmlNode } from "./xml-tree.ts";

/** The files of one contract. Nothing outside the folder is ever read, links out of it included. */
export class ContractFolder {
  private readonly root: string;
  private readonly documents = new Map<string, { readonly node: XmlNode; readonly sha256: string }>();

  constructor(folder: string) {
    this.root = realpathSync(folder);
  }

  /**
   * The document at `location`, as the file of `referrer` spells it; read once.
   * @throws {NotCompilable} when there is none, or it is outside the folder, or it is not XML
   */
  document(location: string, referrer: SourcePlace): XmlNode {
    const file = this.locate(location, referrer);
    const known = this.documents.get(file);
    if (known !== undefined) return known.node;
    const bytes = readFileSync(resolve(this.root, file));
    const node = parseXml(bytes, file);
    this.documents.set(file, { node, sha256: createHash("sha256").update(bytes).digest("hex") });
    return node;
  }

  /** Whether there is such a file here. */
  has(location: string, referrer: SourcePlace): boolean {
    try {
      this.locate(location, referrer);
      return true;
    } catch (error) {
      if (error instanceof NotCompilable) return false;
      throw error;
    }
  }

  /** Every file read so far, by name, with the SHA-256 of its bytes. */
  get checksums(): readonly { readonly file: string; readonly sha256: string }[] {
    return [...this.documents]
      .map(([file, { sha256 }]) => ({ file, sha256 }))
      .toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  private locate(location: string, referrer: SourcePlace): string {
    if (/^[a-zA-Z][a-zA-Z0-9+.-]+:/.test(location) || location.startsWith("//")) {
      throw new NotCompilable(
        referrer,
        `"${location}" is not a file of this folder; put a copy beside this file`,
      );
    }
    let actual: string;
    try {
      actual = realpathSync(resolve(this.root, referrer.file, "..", decodeURIComponent(location)));
    } catch {
      throw missing(referrer, location);
    }
    const file = relative(this.root, actual);
    if (file === "" || file === ".." || file.startsWith(`..${sep}`) || isAbsolute(file)) {
      throw new NotCompilable(referrer, `"${location}" is outside the contract's folder`);
    }
    if (!statSync(actual).isFile()) throw missing(referrer, location);
    return file.split(sep).join("/");
  }
}

const missing = (referrer: SourcePlace, location: string) =>
  new NotCompilable(referrer, `there is no file "${location}"`);
