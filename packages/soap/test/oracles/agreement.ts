/** What another implementation made of a value: JSON whose leaves say their type, as `decode.py` and `decode.php` write it. */
export type Theirs = null | readonly Theirs[] | { readonly [key: string]: Theirs | string | boolean };

/**
 * Where they disagree with us, by path; `[]`: nowhere. What they cannot tell apart is not held against them: nil and
 * absent, an array of none and nothing at all, an empty text and nothing.
 */
export function disagreements(ours: unknown, theirs: Theirs, path = ""): readonly string[] {
  if (isNothing(ours) && isNothing(theirs)) return [];
  if (Array.isArray(ours)) {
    if (!Array.isArray(theirs)) return [`${path}: no list`];
    const length = Math.max(ours.length, theirs.length);
    return Array.from({ length }, (_, index) =>
      disagreements(ours[index], theirs[index] as Theirs, `${path}[${index}]`),
    ).flat();
  }
  if (typeof ours === "object" && ours !== null && !(ours instanceof Uint8Array)) {
    const [only, ...others] = Object.values(ours);
    // Of an object with nothing but a list, some hand out the list.
    if (others.length === 0 && Array.isArray(only) && Array.isArray(theirs)) {
      return disagreements(only, theirs, path);
    }
    if (theirs === null || Array.isArray(theirs)) return [`${path}: no object`];
    const object = theirs as { readonly [key: string]: Theirs };
    return Object.entries(ours)
      .filter(([key]) => key !== "$type")
      .flatMap(([key, value]) => disagreements(value, theirPart(object, key), `${path}/${key}`));
  }
  return sameLeaf(ours, theirs) ? [] : [`${path}: ${JSON.stringify(ours)} is ${JSON.stringify(theirs)}`];
}

/** Text beside attributes is `_value_1` to zeep and `_` to PHP. */
const theirPart = (object: { readonly [key: string]: Theirs }, key: string): Theirs =>
  (key === "$value" ? (object["_value_1"] ?? object["_"]) : object[key]) ?? null;

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.length === 0;
  const parts = Object.values(value);
  return !(value instanceof Uint8Array) && parts.every(isNothing);
}

function sameLeaf(ours: unknown, theirs: Theirs): boolean {
  if (typeof theirs !== "object" || theirs === null || Array.isArray(theirs)) return false;
  const [[kind, value] = ["", ""]] = Object.entries(theirs) as [string, string | boolean][];
  switch (kind) {
    case "$boolean":
      return ours === value;
    case "$integer":
      return BigInt(String(ours)) === BigInt(value);
    case "$decimal":
      return withoutZeros(String(ours)) === withoutZeros(value as string);
    case "$float":
      return Object.is(Number(ours), Number(String(value).replace("inf", "Infinity").replace("nan", "NaN")));
    case "$moment":
      return moment(String(ours)) === moment(value as string);
    case "$bytes":
      return ours instanceof Uint8Array && Buffer.from(ours).toString("base64") === value;
    case "$raw":
      return Buffer.from(ours instanceof Uint8Array ? ours : String(ours)).toString("base64") === value;
    default:
      return ours === value;
  }
}

/** `-.50` and `-0.5` are one decimal. */
const withoutZeros = (decimal: string): string =>
  decimal
    .replace(/^\+/, "")
    .replace(/^(-?)0*(?=[0-9.])/, "$1")
    .replace(/^(-?)\./, "$10.")
    .replace(/(\.[0-9]*?)0+$/, "$1")
    .replace(/\.$/, "");

/** Milliseconds; Python knows no finer than microseconds, and a time without zone is compared as one of UTC. */
const moment = (text: string): number =>
  Date.parse(text.replace(/(\.[0-9]{3})[0-9]+/, "$1").replace(/(T[0-9:.]+)$/, "$1Z"));
