import { behind, isAt, isNotAt } from "./byte-tests.ts";
import type { CodecExpressions } from "./codec-expressions.ts";
import type { FastTypes } from "./fast-types.ts";
import type { ElementMember } from "./model.ts";
import type { Names } from "./names.ts";
import { literal } from "./text.ts";

/** Source of what is to be known about the tags of an element at `at`. */
interface Tag {
  /** How they begin. */
  readonly prefix: string;
  readonly opens: string;
  /** The same, and whether a start tag is there that declares something besides. */
  readonly goesIn: string;
  /** Where what is inside begins once it `goesIn`: behind the start tag, or behind the name in it. */
  readonly inside: string;
  readonly isNotClosed: string;
  readonly closeLength: string;
}

/** What one function expects of tags. */
export class ExpectedTags {
  private readonly expressions: CodecExpressions;
  private readonly types: FastTypes;
  private readonly locals: Names;
  private readonly prefixes = new Map<string, string>();

  constructor(expressions: CodecExpressions, types: FastTypes, locals: Names) {
    this.expressions = expressions;
    this.types = types;
    this.locals = locals;
  }

  /** Makes the locals that `statements` mention. What they do not mention is checked all the same: that there is such a prefix. */
  write(statements: readonly string[]): readonly string[] {
    const says = (what: RegExp) => statements.some((statement) => what.test(statement));
    return [
      ...[...this.prefixes].map(([source, local]) =>
        says(new RegExp(`\\b${local}\\b`)) ? `const ${local} = ${source};` : `${source};`,
      ),
      ...(says(/\(inside = /) ? ["let inside: number;"] : []),
    ];
  }

  /** Of the tags of an element at `at`. */
  of({ uri, local, type }: ElementMember): Tag {
    const begins = type.kind === "complex" ? this.types.of(type).begins : "content";
    const mayDeclare = type.kind === "complex" && begins === "content" && type.simpleContent === undefined;
    const prefix = this.prefix(uri);
    const [less, slash, name] = uri === "" ? [`<`, `</`, "at"] : ["", "", `at + ${prefix}.openLength`];
    const opened = `${less}${local}${begins === "content" ? ">" : ""}`;
    const closed = `${slash}${local}>`;
    const behindOpened = behind(name, Buffer.byteLength(opened));
    const opens = [
      ...(uri === "" ? [] : [`${prefix}.opens(view, at)`]),
      isAt(opened, name),
      // Of a name that is longer it would be but the beginning.
      ...(begins === "content"
        ? []
        : [`(bytes[${behindOpened}] === 0x20 || bytes[${behindOpened}] === 0x3e)`]),
    ].join(" && ");
    const goesIn = mayDeclare
      ? `(inside = ${opens} ? ${behindOpened} : from.declares(${prefix}, ${literal(local)}, at)) !== 0`
      : opens;
    const isNotClosed =
      uri === ""
        ? isNotAt(closed, "at")
        : `!${prefix}.closes(view, at) || ${isNotAt(closed, `at + ${prefix}.closeLength`)}`;
    const closeLength = `${uri === "" ? "" : `${prefix}.closeLength + `}${Buffer.byteLength(closed)}`;
    return { prefix, opens, goesIn, inside: mayDeclare ? "inside" : behindOpened, isNotClosed, closeLength };
  }

  private prefix(uri: string): string {
    const source = uri === "" ? "from.tagsOfNone()" : `from.tagsOf(${this.expressions.namespace(uri)})`;
    let local = this.prefixes.get(source);
    if (local === undefined) {
      local = this.locals.take(uri === "" ? "unprefixed" : "prefix");
      this.prefixes.set(source, local);
    }
    return local;
  }
}
