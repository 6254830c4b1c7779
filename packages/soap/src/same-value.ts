/** Whether two values of a simple type are the same value. Numbers as text are compared by their digits as written. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, index) => sameValue(one, b[index]));
  }
  if (isName(a) && isName(b)) return a.uri === b.uri && a.local === b.local;
  return Object.is(a, b);
}

const isName = (value: unknown): value is { readonly uri: string; readonly local: string } =>
  typeof value === "object" && value !== null && "uri" in value && "local" in value;
