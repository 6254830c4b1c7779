import { UsageError } from "../usage-error.ts";

/** One process whose operators' port is asked. */
export interface Target {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
}

export interface TargetOptions {
  readonly url?: readonly string[];
  readonly tokenFromEnv: string;
}

const URL_DEFAULT = "http://127.0.0.1:4010";

/**
 * Whom to ask: each `--url`, or those in `OPERATOR_URL`, or the one on this machine where it names none. The token is never
 * an option: others on the machine could read it.
 * @throws {UsageError}
 */
export function targetsOf(
  { url, tokenFromEnv }: TargetOptions,
  environment: Readonly<Record<string, string | undefined>>,
): readonly Target[] {
  const token = (environment[tokenFromEnv] ?? "").trim();
  // Anything else no header takes: `fetch` would say so, and what it was.
  if (!/^[!-~]+$/.test(token)) throw new UsageError(`The variable ${tokenFromEnv} holds no token.`);
  const named = (environment["OPERATOR_URL"] ?? "").split(/[\s,]+/).filter(Boolean);
  const urls = url ?? (named.length > 0 ? named : [URL_DEFAULT]);
  return [...new Set(urls.map(baseOf))].map((base) => ({ url: base, token }));
}

/** It is printed, so it must hold no secret. */
function baseOf(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new UsageError(`"${text}" is no http or https URL of an operators' port.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError("A URL with a password in it: the operators' port takes a token.");
  }
  return url.href.replace(/\/+$/, "");
}
