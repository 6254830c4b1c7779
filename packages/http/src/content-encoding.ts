import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { ContractBroken } from "@portico/core";

const decoders: Readonly<
  Record<string, (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>>
> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Undoes `Content-Encoding`. A bomb stops at `bytesMax`: zlib gives up before it allocates more. */
export async function decodeContent(
  encoding: string,
  bytes: Uint8Array,
  bytesMax: number,
): Promise<Uint8Array> {
  const name = encoding.trim().toLowerCase();
  const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  if (decode === undefined) throw new ContractBroken("The answer has a content encoding we did not ask for.");
  try {
    return await decode(bytes, { maxOutputLength: bytesMax });
  } catch {
    throw new ContractBroken(
      `The answer is not valid ${name}, or larger than ${bytesMax} bytes when unpacked.`,
    );
  }
}
