import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ContractFolder } from "../codegen/contract-folder.ts";
import { NotCompilable } from "../codegen/not-compilable.ts";
import { VENDORED_LIST, type VendoredDocument, VendoredDocuments } from "../codegen/vendored-documents.ts";
import { parseXml } from "../codegen/xml-tree.ts";
import type { ContractSource } from "../terminal/contract-source.ts";
import { readDocuments } from "../terminal/documents.ts";
import { fetchDocument, type FetchRules } from "./fetch-document.ts";
import { RemoteRefused } from "./remote-refused.ts";

const FOLDER = "remote";
const DOCUMENTS_MAX = 200;
const BYTES_MAX = 64 * 1024 * 1024;

/** A document that is kept now. */
export interface Vendored extends VendoredDocument {
  readonly url: string;
}

/**
 * Fetches what a contract imports from other machines, and what that imports, and keeps it in the contract's folder,
 * listed by URL and hash: from then on the contract is compiled without a network, and from the same bytes. What is
 * kept already is not asked for again.
 * @throws {RemoteRefused} at the first that may not be fetched, or cannot; what came before it is kept
 * @throws {NotCompilable} when there is no WSDL to begin with
 */
export async function vendorImports(
  { folder, wsdl }: ContractSource,
  rules: FetchRules,
): Promise<readonly Vendored[]> {
  const root = realpathSync(folder);
  const kept: Vendored[] = [];
  let bytes = 0;
  for (;;) {
    const { remote } = readDocuments(new ContractFolder(root), wsdl);
    const [url] = remote;
    if (url === undefined) return kept;
    if (kept.length === DOCUMENTS_MAX) throw new RemoteRefused(url, `comes after ${DOCUMENTS_MAX} others`);
    const document = await fetchDocument(new URL(url), rules);
    bytes += document.length;
    if (bytes > BYTES_MAX) throw new RemoteRefused(url, `makes it more than ${BYTES_MAX} bytes`);
    kept.push(keep(root, url, document));
  }
}

function keep(root: string, url: string, document: Buffer): Vendored {
  const file = `${FOLDER}/${fileNameOf(new URL(url))}`;
  try {
    parseXml(document, file);
  } catch (error) {
    if (error instanceof NotCompilable) throw new RemoteRefused(url, `is ${error.reason}`, { cause: error });
    throw error;
  }
  const sha256 = createHash("sha256").update(document).digest("hex");
  mkdirSync(join(root, FOLDER), { recursive: true });
  writeFileSync(join(root, file), document);
  const all = { ...new VendoredDocuments(root).all, [url]: { file, sha256 } };
  const sorted = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(root, VENDORED_LIST), `${JSON.stringify(sorted, undefined, 2)}\n`);
  return { url, file, sha256 };
}

/** A name that people recognize and no other URL has; nothing in it is the URL's own choice. */
function fileNameOf(url: URL): string {
  const plain = (text: string) => text.replace(/[^A-Za-z0-9.-]+/g, "_").slice(-60);
  const last = url.pathname.split("/").findLast((step) => step !== "") ?? "document";
  const hash = createHash("sha256").update(url.href).digest("hex").slice(0, 8);
  return `${plain(url.hostname)}-${hash}-${plain(last)}`;
}
