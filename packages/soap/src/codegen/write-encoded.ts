import { soapEncoding } from "../encoded/encoding.ts";
import { allMembers, type ComplexType, isPolymorphic, type SimpleType } from "./model.ts";
import type { ModuleImports } from "./module-imports.ts";
import { camelCase } from "./names.ts";
import type { NamespaceNames } from "./namespace-names.ts";
import type { SoapVersion } from "../namespace.ts";
import type { Plan } from "./plan.ts";
import { XS } from "./schema-set.ts";
import { literal } from "./text.ts";
import type { QName } from "./xml-tree.ts";

/** Writes what SOAP encoding puts around codecs: values say their types, arrays what they hold. */
export class EncodedWriter {
  private readonly plan: Plan;
  private readonly namespaces: NamespaceNames;
  private readonly imports: ModuleImports;
  private readonly known = new Map<string, { readonly name: string; readonly source: string }>();

  constructor(plan: Plan, namespaces: NamespaceNames, imports: ModuleImports) {
    this.plan = plan;
    this.namespaces = namespaces;
    this.imports = imports;
  }

  /** The codec of an element of this type, given the codec of the type. */
  around(codec: string, type: SimpleType | ComplexType): string {
    const { encoding, names } = this.plan;
    const known = this.known.get(codec);
    if (known !== undefined) return known.name;
    // A union says the type of each of its variants itself.
    if (encoding === undefined || (type.kind === "complex" && isPolymorphic(type))) return codec;
    const said = encodedName(type, encoding);
    if (said === undefined) return codec;
    const named = `${this.namespaces.of(said.uri)}, ${literal(said.local)}, ${codec}`;
    const source = isSoapArray(type)
      ? `${this.imports.value("soapArray")}(${literal(encoding)}, ${named})`
      : `${this.imports.value("typed")}(${named})`;
    const name = names.take(`${camelCase(codec.replace(/^xs|Codec$/g, ""))}TypedCodec`);
    this.known.set(codec, { name, source });
    return name;
  }

  /** Source and name of each. */
  get constants(): readonly (readonly [string, string])[] {
    return [...this.known.values()].map(({ name, source }) => [source, name] as const);
  }
}

const isSoapArray = (type: SimpleType | ComplexType): boolean =>
  type.kind === "complex" && type.soapArray === true;

/** What an encoded value says it is: the name of its type, or of the items of an array. `undefined`: it has none. */
export function encodedName(type: SimpleType | ComplexType, version: SoapVersion): QName | undefined {
  switch (type.kind) {
    case "built-in":
      return { uri: XS, local: type.local };
    case "restricted":
      return type.name ?? encodedName(type.base, version);
    case "complex":
      return type.soapArray === true ? itemName(type, version, new Set()) : type.name;
    default:
      return type.name;
  }
}

/** Of an array of arrays, `xsd:int[]` (SOAP 1.1 §5.4.2); in SOAP 1.2, or where an array is inside itself, its name. */
function itemName(array: ComplexType, version: SoapVersion, outer: Set<ComplexType>): QName | undefined {
  const [item] = allMembers(array);
  if (item?.kind !== "element") return array.name;
  const { type } = item;
  if (type.kind !== "complex" || type.soapArray !== true) return encodedName(type, version);
  outer.add(array);
  if (version !== "1.1" || outer.has(type))
    return type.name ?? { uri: soapEncoding(version).uri, local: "Array" };
  const said = itemName(type, version, outer);
  return said && { ...said, local: `${said.local}[]` };
}
