// A WSDL with its schemas inside, for a reader that follows no imports of them.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export function flatWsdl(path: string, endpoint: string): string {
  const folder = dirname(path);
  const schemas = new Map<string, string>();
  const take = (text: string) => {
    for (const [, name = ""] of text.matchAll(/schemaLocation="([^"]+)"/g)) {
      if (schemas.has(name)) continue;
      const schema = readFileSync(join(folder, name), "utf8").replace(/<\?xml[^>]*\?>/, "");
      schemas.set(name, schema);
      take(schema);
    }
  };
  const wsdl = readFileSync(path, "utf8");
  const [types = "", prefix = ""] = /<(\w+):types>[\s\S]*<\/\1:types>/.exec(wsdl) ?? [];
  take(types);
  const inside = [...schemas.values()].map((schema) => schema.replaceAll(/\s+schemaLocation="[^"]+"/g, ""));
  return wsdl
    .replace(types, () => `<${prefix}:types>${inside.join("\n")}</${prefix}:types>`)
    .replaceAll(/(:address location=")[^"]+/g, (_, before: string) => before + endpoint);
}
