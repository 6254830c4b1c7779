import { createHash } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { NotCompilable, type SourcePlace } from "./not-compilable.ts";
import { VendoredDocuments } from "./vendored-documents.ts";
import { parseXml, type XmlNode } from "./xml-tree.ts";

/** The files of one contract. Nothing outside the folder is ever read, links out of it included. */
export class ContractFolder {
  private readonly root: string;
  private readonly vendored: VendoredDocuments;
  private readonly documents = new Map<string, { readonly node: XmlNode; readonly sha256: string }>();

  constructor(folder: string) {
    this.root = realpathSync(folder);
    this.vendored = new VendoredDocuments(this.root);
  }

  /**
   * The document at `location`, as the file of `referrer` spells it; read once.
   * @throws {NotCompilable} when there is none, or it is outside the folder, not XML, or not what was fetched
   */
  document(location: string, referrer: SourcePlace): XmlNode {
    const { file, sha256: expected } = this.locate(location, referrer);
    const known = this.documents.get(file);
    if (known !== undefined) return known.node;
    const bytes = readFileSync(resolve(this.root, file));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (expected !== undefined && sha256 !== expected) {
      throw new NotCompilable(referrer, `"${file}" is not what was fetched for "${location}"`);
    }
    const node = parseXml(bytes, file);
    this.documents.set(file, { node, sha256 });
    return node;
  }

  /** The URL of a document on another machine that is not kept here; `undefined`: it is, or the location is no such URL. */
  missingUrl(location: string, referrer: SourcePlace): string | undefined {
    const url = this.vendored.urlOf(location, referrer.file);
    return url === undefined || this.vendored.at(url) !== undefined ? undefined : url;
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

  private locate(
    location: string,
    referrer: SourcePlace,
  ): { readonly file: string; readonly sha256: string | undefined } {
    const url = this.vendored.urlOf(location, referrer.file);
    const kept = url === undefined ? undefined : this.vendored.at(url);
    if (kept !== undefined)
      return { file: this.inside(resolve(this.root, kept.file), location, referrer), sha256: kept.sha256 };
    if (url !== undefined || /^[a-zA-Z][a-zA-Z0-9+.-]+:/.test(location) || location.startsWith("//")) {
      const hint = url === undefined ? "" : ", or keep one with `portico soap vendor`";
      throw new NotCompilable(
        referrer,
        `"${location}" is not a file of this folder; put a copy beside this file${hint}`,
      );
    }
    let path: string;
    try {
      path = resolve(this.root, referrer.file, "..", decodeURIComponent(location));
    } catch {
      throw missing(referrer, location);
    }
    return { file: this.inside(path, location, referrer), sha256: undefined };
  }

  /** The file's name, relative to the folder, if that is where it really is. */
  private inside(path: string, location: string, referrer: SourcePlace): string {
    let actual: string;
    try {
      actual = realpathSync(path);
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
