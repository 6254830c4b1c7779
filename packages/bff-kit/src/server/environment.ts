import type { z } from "zod";
import { sentenceOf } from "./sentence-of.ts";

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
 * `responseBytesMax` of `CRM` is `CRM_RESPONSE_BYTES_MAX`. An empty variable counts as absent, a blank
 * one as wrong: as a number it would be 0.
 * @throws {ConfigurationError} naming every variable that is missing or wrong
 */
export function readConfiguration<const Parts extends Record<string, Part<z.ZodObject>>>(
  parts: Parts,
  environment: Environment,
): Configuration<Parts> {
  const problems = new Map<string, string>();
  const read = Object.entries(parts).map(([name, { prefix, schema }]) => {
    const given = Object.fromEntries(
      Object.keys(schema.shape).map((field) => [field, environment[variable(prefix, field)] || undefined]),
    );
    const parsed = schema.safeParse(given, { error: sentenceOf });
    for (const { path, message } of parsed.error?.issues ?? []) {
      problems.set(variable(prefix, String(path[0])), message);
    }
    for (const [field, text] of Object.entries(given)) {
      if (text?.trim() === "") problems.set(variable(prefix, field), "is blank");
    }
    return [name, parsed.data] as const;
  });
  if (problems.size > 0) throw new ConfigurationError(problems);
  return Object.fromEntries(read) as Configuration<Parts>;
}

/** The process cannot run like this. The message names variables, never their values. */
export class ConfigurationError extends Error {
  constructor(problems: ReadonlyMap<string, string>) {
    const lines = [...problems].map(([name, problem]) => `\n  ${name}: ${problem}`);
    super(`The configuration is incomplete or wrong:${lines.join("")}`);
    this.name = "ConfigurationError";
  }
}

function variable(prefix: string, field: string): string {
  const name = field.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return prefix === "" ? name : `${prefix}_${name}`;
}
