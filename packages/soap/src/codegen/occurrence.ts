import { NotCompilable } from "./not-compilable.ts";
import { attributeOf, type XmlNode } from "./xml-tree.ts";

/** How often something may come. `countMax` is `Infinity` when there is no bound. */
export interface Occurrence {
  readonly countMin: number;
  readonly countMax: number;
}

export const ONCE: Occurrence = { countMin: 1, countMax: 1 };
const OPTIONAL: Occurrence = { countMin: 0, countMax: 1 };
const ANY_NUMBER: Occurrence = { countMin: 0, countMax: Infinity };

/** @throws {NotCompilable} when what is written are no counts, or the lower is above the upper */
export function occurrenceOf(node: XmlNode): Occurrence {
  const least = attributeOf(node, "minOccurs") ?? "1";
  const most = attributeOf(node, "maxOccurs") ?? "1";
  if (least === "1" && most === "1") return ONCE;
  if (least === "0" && most === "1") return OPTIONAL;
  if (least === "0" && most === "unbounded") return ANY_NUMBER;
  const countMin = Number(least);
  const countMax = most === "unbounded" ? Infinity : Number(most);
  const counts = /^[0-9]{1,9}$/.test(least) && /^([0-9]{1,9}|unbounded)$/.test(most);
  if (!counts || (countMin > countMax && countMax > 0)) {
    throw new NotCompilable(node, `minOccurs "${least}" and maxOccurs "${most}" are no counts`);
  }
  return { countMin, countMax };
}
