import { isIdentifier } from "./text.ts";

// What a module may not call its own, and what generated code uses: globals and parameters.
const RESERVED = (
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
  "false finally for function if implements import in instanceof interface let new null package private protected " +
  "public return static super switch this throw true try typeof var void while with yield " +
  "Infinity NaN Object ReadonlySet Set Uint8Array undefined from to value"
).split(" ");

/** Names that are given out once. What comes first keeps its name. */
class NamesOnce {
  private readonly separator: string;
  private readonly taken: Set<string>;
  /** By name: the numbers below are taken, and stay so. */
  private numbers: Map<string, number> | undefined;

  constructor(separator: string, taken: readonly string[]) {
    this.separator = separator;
    this.taken = new Set(taken);
  }

  /** The name itself if it is free, else with the first number that makes it so. */
  take(wanted: string): string {
    const name = this.has(wanted) ? this.numbered(wanted) : wanted;
    this.taken.add(name);
    return name;
  }

  has(name: string): boolean {
    return this.taken.has(name);
  }

  private numbered(wanted: string): string {
    this.numbers ??= new Map();
    for (let number = this.numbers.get(wanted) ?? 2; ; number++) {
      const name = `${wanted}${this.separator}${number}`;
      if (this.has(name)) continue;
      this.numbers.set(wanted, number + 1);
      return name;
    }
  }
}

/** Identifiers of one scope. */
export class Names extends NamesOnce {
  private readonly outer: Names | undefined;

  constructor(outer?: Names) {
    super("", outer === undefined ? RESERVED : []);
    this.outer = outer;
  }

  override has(name: string): boolean {
    return super.has(name) || this.outer?.has(name) === true;
  }
}

const ONE_WORD = /^[A-Za-z_][A-Za-z0-9_]*$/;
const CAMEL_CASE = /^[a-z_][A-Za-z0-9_]*$/;

/** `kunden-nr` becomes `KundenNr`; letters beyond ASCII stay. */
export function pascalCase(name: string): string {
  if (ONE_WORD.test(name)) return name.charAt(0).toUpperCase() + name.slice(1);
  const joined = name
    .split(/[^\p{ID_Continue}]+/u)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return isIdentifier(joined) ? joined : `_${joined}`;
}

export function camelCase(name: string): string {
  if (CAMEL_CASE.test(name)) return name;
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** Properties of one object: spelled as the wire spells them, numbered when it has two of a name. */
export class PropertyNames extends NamesOnce {
  constructor() {
    super("_", []);
  }
}
