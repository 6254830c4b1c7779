/** A media type and its parameters, names and type in small letters. */
export interface ContentType {
  readonly mediaType: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Source: RFC 9110 §8.3.1. What is malformed is left out; the first of two parameters of a name counts. */
export function readContentType(written: string): ContentType {
  const parameters = new Map<string, string>();
  for (const [, name, quoted, bare] of written.matchAll(
    /;\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g,
  )) {
    const key = name!.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "");
  }
  return { mediaType: written.split(";", 1)[0]!.trim().toLowerCase(), parameters };
}
