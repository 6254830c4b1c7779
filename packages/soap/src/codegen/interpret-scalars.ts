import * as builtIns from "../builtin-types.ts";
import { decimalEnumeration } from "../decimal-enumeration.ts";
import { enumeration, type Facets, restricted } from "../facets.ts";
import { namespace } from "../namespace.ts";
import { xsNotation, xsQName } from "../qualified-names.ts";
import { type Representation, represented } from "../representations.ts";
import type { Scalar } from "../scalar.ts";
import { listOf, unionOf, xsEntities, xsIdrefs, xsNmtokens } from "../simple-lists.ts";
import { builtInOf, builtInTypes } from "./built-in-types.ts";
import type { DefinedSimpleType, RestrictedType, SimpleType } from "./model.ts";

const RUNTIME: Readonly<Record<string, unknown>> = {
  ...builtIns,
  xsEntities,
  xsIdrefs,
  xsNmtokens,
  xsNotation,
  xsQName,
};

/** How values of a type are held; `undefined`: as they are. */
export type RepresentationOf = (type: SimpleType) => Representation<unknown> | undefined;

/** The simple types of a contract, as the module `portico generate` writes would make them. */
export class ScalarInterpreter {
  private readonly known = new Map<SimpleType, Scalar<unknown>>();
  private readonly representationOf: RepresentationOf;

  constructor(representationOf: RepresentationOf = () => undefined) {
    this.representationOf = representationOf;
  }

  of(type: SimpleType): Scalar<unknown> {
    return this.held(type, this.plain(type));
  }

  /** Its values as the contract writes them. */
  plain(type: SimpleType): Scalar<unknown> {
    let scalar = this.known.get(type);
    if (scalar === undefined) {
      scalar = type.kind === "built-in" ? builtIn(type.local) : this.defined(type);
      this.known.set(type, scalar);
    }
    return scalar;
  }

  /** A scalar made of the plain one, its values held as those of the type are. */
  held(type: SimpleType, plain: Scalar<unknown>): Scalar<unknown> {
    const representation = this.representationOf(type);
    // Only types of texts are represented otherwise.
    return representation === undefined ? plain : represented(plain as Scalar<string>, representation);
  }

  private defined(type: DefinedSimpleType): Scalar<unknown> {
    const name = namespace(type.name?.uri ?? "", "");
    // A type without name gets one that no xsi:type can say.
    const local = type.name?.local ?? `${type.label} value`;
    if (type.kind === "list") return listOf(name, local, this.of(type.item));
    if (type.kind === "union") {
      return unionOf(
        name,
        local,
        type.members.map((member) => this.of(member)),
      );
    }
    const base = this.plain(type.base);
    if (type.values === undefined) return restricted(name, local, base, facetsOf(type));
    const listed = type.facets.length === 0 ? base : restricted(name, local, base, facetsOf(type));
    const { kind, typescript } = builtInOf(type);
    const values = type.values.map(
      ({ value }) => [value, typescript === "number" ? Number(value) : value] as const,
    );
    const make = kind === "exact" ? decimalEnumeration : enumeration;
    // Enumerations are of text or of whole numbers; which of them this is no type knows.
    return make(name, local, listed as Scalar<string>, Object.fromEntries(values) as Record<string, string>);
  }
}

const builtIn = (local: string): Scalar<unknown> =>
  RUNTIME[builtInTypes.get(local)!.scalar] as Scalar<unknown>;

const facetsOf = ({ facets }: RestrictedType): Facets =>
  Object.fromEntries(facets.map(({ name, source }) => [name, JSON.parse(source) as unknown]));
