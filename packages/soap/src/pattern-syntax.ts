import { isXmlName } from "./xml/characters.ts";

/** Whether a code point belongs to a class. */
export type CharacterTest = (codePoint: number) => boolean;

/** A regular expression of XML Schema (part 2, appendix F): anchored, without captures or look-around. */
export type Expression =
  | { readonly kind: "character"; readonly test: CharacterTest }
  | { readonly kind: "sequence" | "alternatives"; readonly items: readonly Expression[] }
  | { readonly kind: "repeat"; readonly item: Expression; readonly min: number; readonly max: number };

const REPEAT_MAX = 1_000;
const NESTING_MAX = 50;

/** @throws {SyntaxError} when it is no such expression, or uses `\p{Is…}` */
export function parsePattern(source: string): Expression {
  const parser = new PatternParser(source);
  const expression = parser.alternatives(0);
  if (!parser.done) throw new SyntaxError("an unexpected `)`");
  return expression;
}

const category = (name: string): CharacterTest => {
  if (!/^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/.test(name)) {
    throw new SyntaxError(`the character category "${name}"`);
  }
  const pattern = new RegExp(`^\\p{${name}}$`, "u");
  return (codePoint) => pattern.test(String.fromCodePoint(codePoint));
};
const not =
  (test: CharacterTest): CharacterTest =>
  (codePoint) =>
    !test(codePoint);
const among = (characters: string): CharacterTest => {
  const codePoints = new Set(Array.from(characters, (character) => character.codePointAt(0)!));
  return (codePoint) => codePoints.has(codePoint);
};
const between =
  (first: number, last: number): CharacterTest =>
  (codePoint) =>
    codePoint >= first && codePoint <= last;

const punctuation = category("P");
const separator = category("Z");
const other = category("C");
const CLASSES: Readonly<Record<string, CharacterTest>> = {
  d: category("Nd"),
  s: among(" \t\n\r"),
  w: (codePoint) => !punctuation(codePoint) && !separator(codePoint) && !other(codePoint),
  i: (codePoint) => isXmlName(String.fromCodePoint(codePoint)),
  c: (codePoint) => isXmlName(`_${String.fromCodePoint(codePoint)}`),
};
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

class PatternParser {
  private readonly characters: readonly string[];
  private at = 0;

  constructor(source: string) {
    this.characters = Array.from(source);
  }

  get done(): boolean {
    return this.at === this.characters.length;
  }

  alternatives(depth: number): Expression {
    if (depth > NESTING_MAX) throw new SyntaxError("groups nested too deep");
    const items = [this.sequence(depth)];
    while (this.take("|")) items.push(this.sequence(depth));
    return items.length === 1 ? items[0]! : { kind: "alternatives", items };
  }

  private sequence(depth: number): Expression {
    const items: Expression[] = [];
    while (!this.done && this.peek !== "|" && this.peek !== ")") items.push(this.repeated(this.atom(depth)));
    return { kind: "sequence", items };
  }

  private atom(depth: number): Expression {
    const character = this.next();
    if (character === "(") {
      const group = this.alternatives(depth + 1);
      this.expect(")");
      return group;
    }
    if (/[?*+{}\])]/.test(character)) throw new SyntaxError(`a misplaced "${character}"`);
    return { kind: "character", test: this.character(character) };
  }

  private character(first: string): CharacterTest {
    if (first === "[") return this.characterClass();
    if (first === ".") return not(among("\n\r"));
    if (first === "\\") return this.escape();
    return among(first);
  }

  private escape(): CharacterTest {
    const letter = this.next();
    if (letter === "p" || letter === "P") {
      this.expect("{");
      let name = "";
      while (this.peek !== "}") name += this.next();
      this.expect("}");
      return letter === "p" ? category(name) : not(category(name));
    }
    const known = CLASSES[letter.toLowerCase()];
    if (known !== undefined) return letter === letter.toLowerCase() ? known : not(known);
    return among(this.escaped(letter));
  }

  private escaped(letter: string): string {
    if (!/[nrt\\|.\-^?*+{}()[\]]/.test(letter)) throw new SyntaxError(`the escape "\\${letter}"`);
    return ESCAPED[letter] ?? letter;
  }

  private characterClass(): CharacterTest {
    const negated = this.take("^");
    const tests: CharacterTest[] = [];
    let subtracted: CharacterTest | undefined;
    do {
      if (this.peek === "-" && this.characters[this.at + 1] === "[") {
        this.at += 2;
        subtracted = this.characterClass();
        break;
      }
      tests.push(this.classMember());
    } while (this.peek !== "]");
    this.expect("]");
    const listed: CharacterTest = (codePoint) => tests.some((test) => test(codePoint));
    const group = negated ? not(listed) : listed;
    return (codePoint) => group(codePoint) && subtracted?.(codePoint) !== true;
  }

  private classMember(): CharacterTest {
    const first = this.next();
    if (first === "[" || first === "]") throw new SyntaxError(`a misplaced "${first}"`);
    if (first === "\\" && /[pPdDsSwWiIcC]/.test(this.peek ?? "")) return this.escape();
    const from = first === "\\" ? this.escaped(this.next()) : first;
    const ranged = this.peek === "-" && !["]", "["].includes(this.characters[this.at + 1] ?? "]");
    if (!ranged) return among(from);
    this.next();
    const last = this.next();
    const to = last === "\\" ? this.escaped(this.next()) : last;
    if (to.codePointAt(0)! < from.codePointAt(0)!) throw new SyntaxError(`the range "${from}-${to}"`);
    return between(from.codePointAt(0)!, to.codePointAt(0)!);
  }

  private repeated(item: Expression): Expression {
    if (this.take("?")) return { kind: "repeat", item, min: 0, max: 1 };
    if (this.take("*")) return { kind: "repeat", item, min: 0, max: Infinity };
    if (this.take("+")) return { kind: "repeat", item, min: 1, max: Infinity };
    if (!this.take("{")) return item;
    const min = this.count();
    const max = this.take(",") ? (this.peek === "}" ? Infinity : this.count()) : min;
    this.expect("}");
    if (max < min) throw new SyntaxError("a repetition whose most is less than its least");
    return { kind: "repeat", item, min, max };
  }

  private count(): number {
    let digits = "";
    while (/^[0-9]$/.test(this.peek ?? "")) digits += this.next();
    if (digits === "" || digits.length > 4 || Number(digits) > REPEAT_MAX) {
      throw new SyntaxError(`a repetition of more than ${REPEAT_MAX}, or of no number`);
    }
    return Number(digits);
  }

  private get peek(): string | undefined {
    return this.characters[this.at];
  }

  private next(): string {
    const character = this.characters[this.at++];
    if (character === undefined) throw new SyntaxError("an unexpected end");
    return character;
  }

  private take(character: string): boolean {
    if (this.peek !== character) return false;
    this.at++;
    return true;
  }

  private expect(character: string): void {
    if (!this.take(character)) throw new SyntaxError(`a missing "${character}"`);
  }
}
