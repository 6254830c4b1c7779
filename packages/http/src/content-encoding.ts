import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";
import { ContractBroken } from "@portico/core";

type Decode = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const decodeGzip: Decode = promisify(gunzip);
const decodeZlib: Decode = promisify(inflate);
const decodeRawDeflate: Decode = promisify(inflateRaw);

const decoders: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ["identity", async (bytes) => bytes],
  ["gzip", decodeGzip],
  ["x-gzip", decodeGzip],
  // RFC 9110 means the zlib format; servers of the time this package is for send the bare one. Its first byte tells.
  [
    "deflate",
    (bytes, options) => ((bytes[0] ?? 0) % 16 === 8 ? decodeZlib : decodeRawDeflate)(bytes, options),
  ],
  ["br", promisify(brotliDecompress)],
]);

/** Undoes `Content-Encoding`. A bomb stops at `bytesMax`: zlib gives up before it allocates more. */
export async function decodeContent(
  encoding: string,
  bytes: Uint8Array,
  bytesMax: number,
): Promise<Uint8Array> {
  const name = encoding.trim().toLowerCase();
  const decode = decoders.get(name);
  if (decode === undefined) throw new ContractBroken("The answer has a content encoding we did not ask for.");
  // What carries no content, such as a 304, may still name the encoding it would have had.
  if (bytes.length === 0) return bytes;
  try {
    return await decode(bytes, { maxOutputLength: bytesMax });
  } catch {
    throw new ContractBroken(
      `The answer is not valid ${name}, or larger than ${bytesMax} bytes when unpacked.`,
    );
  }
}
