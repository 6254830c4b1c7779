import { statSync } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";

/** A WSDL and the folder it may import from. */
export interface ContractSource {
  readonly folder: string;
  /** Relative to `folder`, with `/`. */
  readonly wsdl: string;
}

/** There is no contract to read: no such file, not a file, larger than we read, no XML, no WSDL. */
export class ContractUnreadable extends Error {
  readonly code = "contract_unreadable";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ContractUnreadable";
  }
}

const CONTRACT_BYTES_MAX = 64 * 1024 * 1024;

/**
 * @param folder what imports may not leave; default: where the WSDL is
 * @throws {ContractUnreadable}
 */
export function contractSource(file: string, folder: string | undefined): ContractSource {
  const path = resolve(file);
  const root = folder === undefined ? dirname(path) : resolve(folder);
  const wsdl = folder === undefined ? basename(path) : relative(root, path).split(sep).join("/");
  if (folder !== undefined && (wsdl === "" || wsdl.startsWith("..")))
    throw new ContractUnreadable(`${file} is not inside ${folder}.`);
  let size: number;
  try {
    const found = statSync(path);
    if (!found.isFile()) throw new ContractUnreadable(`${file} is not a file.`);
    size = found.size;
  } catch (error) {
    if (error instanceof ContractUnreadable) throw error;
    throw new ContractUnreadable(`${file} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
  if (size > CONTRACT_BYTES_MAX) {
    throw new ContractUnreadable(`${file} has ${size} bytes; we read ${CONTRACT_BYTES_MAX} at most.`);
  }
  return { folder: root, wsdl: encodeURI(wsdl).replace(/[?#]/g, encodeURIComponent) };
}

/** Why the system refused, by its own code: `ENOENT`. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
