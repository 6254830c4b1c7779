import { z } from "zod";
import { type FieldError, Problem } from "../edge/problem.ts";

/** A whole number in a query string, e.g. `?page=2`. Documented as the integer it is. */
export function integerParam(limits: {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, "must be a whole number")
    .default(String(limits.default))
    .transform(Number)
    .pipe(z.number().min(limits.min).max(limits.max))
    .meta({ type: "integer", minimum: limits.min, maximum: limits.max, default: limits.default });
}

/** A path segment that identifies something. What it may be is the backend's business; what it may not is ours. */
export const idParam = (example: string) =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
      "must be 1 to 40 letters, digits, dots, dashes or underscores",
    )
    .meta({ example });

type Where = "query" | "path" | "body";

/** Reads a query string strictly: an unknown or repeated parameter is a mistake somebody wants to hear about. */
export function readQuery<Schema extends z.ZodObject>(schema: Schema, search: string): z.output<Schema> {
  if (search === "" && takesNothing(schema)) return {} as z.output<Schema>;
  const given: Record<string, string> = Object.create(null) as Record<string, string>;
  const errors: FieldError[] = [];
  for (const pair of search.split("&")) {
    if (pair === "") continue;
    const { name, value } = readPair(pair);
    const field = fieldName("query", name);
    if (!Object.hasOwn(schema.shape, name)) {
      const known = Object.keys(schema.shape);
      const message = known.length === 0 ? "takes no parameters here" : `is not one of ${known.join(", ")}`;
      errors.push({ field, code: "unknown", message });
    } else if (name in given) {
      errors.push({ field, code: "repeated", message: "may be given once" });
    } else if (value === undefined) {
      errors.push({ field, code: "invalid", message: "must be text, percent-encoded as UTF-8" });
    } else {
      given[name] = value;
    }
    if (errors.length >= ERRORS_MAX) break;
  }
  return read(schema, "query", given, errors);
}

/** A value is `undefined` when no legacy system should ever see it: no text at all, or one with control characters. */
function readPair(pair: string): { readonly name: string; readonly value: string | undefined } {
  const at = pair.indexOf("=");
  const [rawName, rawValue] = at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
  const value = decode(rawValue);
  return {
    name: decode(rawName) ?? rawName,
    value: value !== undefined && /\p{Cc}/u.test(value) ? undefined : value,
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

export const readPath = <Schema extends z.ZodObject>(
  schema: Schema,
  given: Readonly<Record<string, string>>,
): z.output<Schema> => (takesNothing(schema) ? ({} as z.output<Schema>) : read(schema, "path", given, []));

/** Most screens have no parameters: there is nothing to validate. */
const takesNothing = ({ shape }: z.ZodObject): boolean => {
  for (const _ in shape) return false;
  return true;
};

/** Reads a body strictly: an object, and nothing in it that means nothing here. */
export function readBody<Schema extends z.ZodObject>(schema: Schema, given: unknown): z.output<Schema> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new Problem("invalid_request", { detail: "The body must be a JSON object." });
  }
  const known = Object.keys(schema.shape);
  const errors: FieldError[] = Object.keys(given)
    .filter((name) => !known.includes(name))
    .slice(0, ERRORS_MAX)
    .map((name) => ({
      field: fieldName("body", name),
      code: "unknown",
      message: `is not one of ${known.join(", ")}`,
    }));
  return read(schema, "body", given as Readonly<Record<string, unknown>>, errors);
}

/** One error is enough to mend a request, and a hostile one does not get to write us a long answer. */
const ERRORS_MAX = 10;

function read<Schema extends z.ZodObject>(
  schema: Schema,
  where: Where,
  given: Readonly<Record<string, unknown>>,
  errors: FieldError[],
): z.output<Schema> {
  if (errors.length === 0) {
    const parsed = schema.safeParse(given);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues.slice(0, ERRORS_MAX)) {
      // A rule about several of them has no path.
      const field = issue.path.length === 0 ? where : fieldName(where, issue.path.join("."));
      errors.push({ field, ...describe(issue, given) });
    }
  }
  throw new Problem("invalid_request", {
    detail: errors.map(({ field, message }) => `${field} ${message}`).join("; "),
    errors,
  });
}

/** Half a character would end as an escape in our JSON that not every client can read. */
const fieldName = (where: Where, name: string) => `${where}.${name.slice(0, 64).toWellFormed()}`;

function describe(
  issue: z.core.$ZodIssue,
  given: Readonly<Record<string, unknown>>,
): Omit<FieldError, "field"> {
  const [name] = issue.path;
  // A rule of the screen's own may blame one that need not be given.
  const isMissing = name !== undefined && !(name in given) && issue.code !== "custom";
  if (isMissing) return { code: "required", message: "is required" };
  switch (issue.code) {
    case "too_small":
      return { code: "out_of_range", message: `must be at least ${issue.minimum}${unitOf(issue)}` };
    case "too_big":
      return { code: "out_of_range", message: `must be at most ${issue.maximum}${unitOf(issue)}` };
    case "invalid_value":
      return { code: "invalid", message: `must be one of ${issue.values.map(String).join(", ")}` };
    default:
      return { code: "invalid", message: issue.message };
  }
}

const unitOf = ({ origin }: { readonly origin: string }) =>
  origin === "string" ? " characters long" : origin === "array" ? " in number" : "";
