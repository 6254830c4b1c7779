import type { z } from "zod";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A part of the configuration and what its variables begin with; nothing for `""`. */
export interface Part<Schema extends z.ZodObject> {
  readonly prefix: string;
  readonly schema: Schema;
}

/** Every part as its schema gives it. */
export type Configuration<Parts extends Record<string, Part<z.ZodObject>>> = {
  readonly [Name in keyof Parts]: z.output<Parts[Name]["schema"]>;
};

/**
 * Reads the whole configuration from environment variables. A field's variable is its part's prefix and its name:
 * `responseBytesMax` of `CRM` is `CRM_RESPONSE_BYTES_MAX`. An empty variable counts as absent.
 * @throws {ConfigurationError} naming every variable that is missing or wrong
 */
export function readConfiguration<const Parts extends Record<string, Part<z.ZodObject>>>(
  parts: Parts,
  environment: Environment,
): Configuration<Parts> {
  const problems: string[] = [];
  const read = Object.entries(parts).map(([name, { prefix, schema }]) => {
    const given = Object.fromEntries(
      Object.keys(schema.shape).map((field) => [field, environment[variable(prefix, field)] || undefined]),
    );
    const parsed = schema.safeParse(given);
    for (const { path, message } of parsed.error?.issues ?? []) {
      problems.push(`${variable(prefix, String(path[0]))}: ${message}`);
    }
    return [name, parsed.data] as const;
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return Object.fromEntries(read) as Configuration<Parts>;
}

/** The process cannot run like this. The message names variables, never their values. */
export class ConfigurationError extends Error {
  constructor(problems: readonly string[]) {
    super(`The configuration is not complete:\n  ${problems.join("\n  ")}`);
    this.name = "ConfigurationError";
  }
}

function variable(prefix: string, field: string): string {
  const name = field.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return prefix === "" ? name : `${prefix}_${name}`;
}
