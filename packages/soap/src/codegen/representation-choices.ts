import { builtInOf, builtInTypes } from "./built-in-types.ts";
import type { SimpleType } from "./model.ts";
import { NotCompilable, type SourcePlace } from "./not-compilable.ts";
import { isIdentifier } from "./text.ts";
import { nameKey } from "./xml-tree.ts";

/** A `Representation` that a module of the adapter exports. */
export interface OwnRepresentation {
  /** As the generated module imports it: `../src/money.ts`. */
  readonly module: string;
  /** The export that is the representation. */
  readonly name: string;
  /** The export that is the type of its values. */
  readonly type: string;
}

/** `bigint`: of whole numbers. `number`: of exact numbers; what it cannot hold exactly breaks the contract. */
export type RepresentationChoice = "bigint" | "number" | OwnRepresentation;

/** By type: `xs:long`, and with it what restricts it, or `{namespace}name` of a type of the contract. */
export type Representations = Readonly<Record<string, RepresentationChoice>>;

/** How the values of simple types are held where it was chosen. */
export class RepresentationChoices {
  private readonly chosen: ReadonlyMap<string, RepresentationChoice>;
  private readonly used = new Set<string>();
  private readonly place: SourcePlace;

  /** @throws {NotCompilable} when a choice is none that code can be made of */
  constructor(chosen: Representations, place: SourcePlace) {
    this.chosen = new Map(Object.entries(chosen));
    this.place = place;
    for (const [key, choice] of this.chosen) {
      const isKnown = key.startsWith("xs:") ? builtInTypes.has(key.slice(3)) : key.startsWith("{");
      if (!isKnown) throw new NotCompilable(place, `"${key}" is no type to represent: xs:long, {urn:a}Money`);
      if (typeof choice !== "string" && ![choice.name, choice.type].every(isIdentifier)) {
        throw new NotCompilable(place, `the representation of ${key} names no exports`);
      }
    }
  }

  /**
   * A restriction holds its values as its base does. Enumerations have constants for theirs.
   * @throws {NotCompilable} when values of the type cannot be held so
   */
  of(type: SimpleType): RepresentationChoice | undefined {
    if (this.chosen.size === 0) return undefined;
    const key = keyOf(type);
    const choice = key === undefined ? undefined : this.chosen.get(key);
    const isEnumeration = type.kind === "restricted" && type.values !== undefined;
    if (key === undefined || choice === undefined) {
      return type.kind === "restricted" && !isEnumeration ? this.of(type.base) : undefined;
    }
    this.used.add(key);
    const { kind, typescript, local } = builtInOf(type);
    const isText = typescript === "string" && kind !== "union" && !isEnumeration;
    const fits =
      typeof choice === "string" ? kind === "exact" && (choice === "number" || local !== "decimal") : true;
    if (isText && fits) return choice;
    const place = type.kind === "built-in" ? this.place : type.origin.place;
    throw new NotCompilable(place, `values of ${key} cannot be held as ${textOf(choice)}`);
  }

  /**
   * After every type was asked for.
   * @throws {NotCompilable} when a type of the contract was chosen that nothing reaches: it is probably misspelt
   */
  refuseUnused(): void {
    const unused = [...this.chosen.keys()].find((key) => !key.startsWith("xs:") && !this.used.has(key));
    if (unused !== undefined) throw new NotCompilable(this.place, `no operation has values of ${unused}`);
  }
}

function keyOf(type: SimpleType): string | undefined {
  if (type.kind === "built-in") return `xs:${type.local}`;
  return type.name === undefined ? undefined : nameKey(type.name);
}

const textOf = (choice: RepresentationChoice): string =>
  typeof choice === "string" ? choice : `${choice.type} of ${choice.module}`;
