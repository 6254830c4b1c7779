import { isEncoding } from "./encoding.ts";
import type { GraphNode } from "./graph.ts";
import { tangled } from "./tangled.ts";

/**
 * The items of an array of SOAP encoding; `undefined`: the value is none.
 * @throws {ContractBroken} on an array of several dimensions, a part of one, or one that is not as long as it says
 */
export function arrayItems({ type, encoding, content }: GraphNode): readonly GraphNode[] | undefined {
  const written = encoding.get("arrayType") ?? encoding.get("arraySize");
  const isArray =
    written !== undefined || encoding.has("itemType") || (type?.local === "Array" && isEncoding(type.uri));
  if (!isArray) return undefined;
  const items = content.filter((part) => typeof part !== "string");
  if (encoding.has("offset") || items.some((item) => item.encoding.has("position"))) {
    throw tangled("A part of an array", written);
  }
  const size = written === undefined ? "" : sizeOf(written);
  if (!/^([0-9]{1,9}|\*|)$/.test(size)) throw tangled("An array of several dimensions", written);
  if (/[0-9]/.test(size) && Number(size) !== items.length) {
    throw tangled("An array that is not as long as it says", written);
  }
  return items;
}

/** What is in the last brackets of `xsd:int[][2]`, or all of SOAP 1.2's `arraySize`. */
function sizeOf(written: string): string {
  const text = written.trim();
  if (!text.endsWith("]")) return text;
  // Not /\[([^\]]*)\]$/: that goes to the end from every bracket that opens.
  const last = text.slice(text.lastIndexOf("]", text.length - 2) + 1, -1);
  const at = last.indexOf("[");
  return at === -1 ? text : last.slice(at + 1).trim();
}
