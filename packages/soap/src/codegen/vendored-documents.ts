import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { NotCompilable } from "./not-compilable.ts";

/** Lists what a contract imports from other machines and keeps as files, beside the WSDL's folder's other files. */
export const VENDORED_LIST = "portico-remote.json";

/** A document of another machine, as it was when it was fetched. */
export interface VendoredDocument {
  /** Relative to the contract's folder, with `/`. */
  readonly file: string;
  readonly sha256: string;
}

/** The documents of other machines that a contract's folder keeps, by URL. */
export class VendoredDocuments {
  private readonly byUrl: ReadonlyMap<string, VendoredDocument>;
  private readonly urls: ReadonlyMap<string, string>;

  /** @throws {NotCompilable} when the list is none */
  constructor(folder: string) {
    this.byUrl = new Map(Object.entries(readList(folder)));
    this.urls = new Map([...this.byUrl].map(([url, { file }]) => [file, url]));
  }

  at(url: string): VendoredDocument | undefined {
    return this.byUrl.get(url);
  }

  /** What a location in that file means, if not a file: an absolute URL, or one relative to where the file came from. */
  urlOf(location: string, file: string): string | undefined {
    const from = this.urls.get(file);
    const url = URL.parse(
      location.startsWith("//") && from === undefined ? `http:${location}` : location,
      from,
    );
    if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
    url.hash = "";
    return url.href;
  }

  get all(): Readonly<Record<string, VendoredDocument>> {
    return Object.fromEntries(this.byUrl);
  }
}

function readList(folder: string): Readonly<Record<string, VendoredDocument>> {
  const path = join(folder, VENDORED_LIST);
  if (!existsSync(path)) return {};
  try {
    const list: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isList(list)) return list;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new NotCompilable(
    { file: VENDORED_LIST, line: 1 },
    'not a list of kept documents: { "<url>": { "file", "sha256" } }',
  );
}

const isList = (list: unknown): list is Record<string, VendoredDocument> =>
  typeof list === "object" &&
  list !== null &&
  Object.values(list).every((one: unknown) => {
    const { file, sha256 } = (one ?? {}) as Partial<Record<string, unknown>>;
    return typeof file === "string" && typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256);
  });
