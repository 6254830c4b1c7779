import type { z } from "zod";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads one object of configuration from environment variables. A field's variable is the prefix and its name:
 * `responseBytesMax` under `CRM` is `CRM_RESPONSE_BYTES_MAX`. An empty variable counts as absent.
 * @throws {ConfigurationError} naming every variable that is missing or wrong
 */
export function fromEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment,
  prefix = "",
): z.output<Schema> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).map((field) => [field, environment[variable(prefix, field)] || undefined]),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map(({ path, message }) => `${variable(prefix, String(path[0]))}: ${message}`),
  );
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
