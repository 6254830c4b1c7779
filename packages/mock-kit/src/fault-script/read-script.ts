import { type Document, LineCounter, parseDocument, visit } from "yaml";
import type { z } from "zod";

/** A file that says what shall happen does not say it in a way that can be followed. */
export class ScriptInvalid extends Error {
  readonly code = "script_invalid";
  /** One per line of the message: `brown-out.yaml:7 timeline.0.forMs: must be …`. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ScriptInvalid";
    this.problems = problems;
  }
}

/**
 * Reads a YAML file as `schema`.
 * @param file its name, for the error
 * @throws {ScriptInvalid} with every problem, and the line of each
 */
export function readScript<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new ScriptInvalid(
      document.errors.map(({ linePos, message }) => {
        const [sentence = ""] = message.split("\n");
        return `${file}:${linePos?.[0].line ?? 1} ${sentence.replace(/ at line \d+, column \d+:?$/, "")}`;
      }),
    );
  }
  const parsed = schema.safeParse(valueOf(document, file, lines));
  if (parsed.success) return parsed.data;
  throw new ScriptInvalid(
    parsed.error.issues.map(({ path, message }) => {
      const place = path.map(String).join(".");
      return `${file}:${lineOf(path, document, lines)} ${place === "" ? "" : `${place}: `}${message}`;
    }),
  );
}

function valueOf(document: Document.Parsed, file: string, lines: LineCounter): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Only aliases are read as late as this: one has no anchor, or they stand for each other without end.
    let at = 0;
    visit(document, {
      Alias(_, alias) {
        at = alias.range?.[0] ?? at;
        return alias.resolve(document) === undefined ? visit.BREAK : undefined;
      },
    });
    throw new ScriptInvalid([`${file}:${lines.linePos(at).line} ${(error as Error).message}`]);
  }
}

/** The line of the value, or of the nearest thing around it where it is missing. */
function lineOf(path: readonly PropertyKey[], document: Document.Parsed, lines: LineCounter): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    const range: unknown =
      typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === "number") return lines.linePos(range[0]).line;
  }
  return 1;
}
