import { inspect } from "node:util";
import { type BackendErrorCode, isBackendError } from "@portico/core";
import { expect } from "vitest";
import type { Stage } from "./stage.ts";

// Long enough that a sentence of ours does not share it with an answer by chance, short enough that a quotation of
// what a parser choked on does.
const QUOTE_LENGTH = 10;

/** The call has failed as `code`, and says so without a word of the backend's, an address or a secret. */
export async function expectFailure(
  stage: Pick<Stage, "config" | "sent">,
  answer: Promise<unknown>,
  code: BackendErrorCode,
): Promise<void> {
  const error: unknown = await answer.then(
    () => expect.fail(`an answer where only ${code} is honest`),
    (reason: unknown) => reason,
  );
  if (!isBackendError(error)) expect.fail(`rejected with what is no BackendError: ${inspect(error)}`);
  expect({ code: error.code, message: error.message }).toMatchObject({ code });

  const { urls, secrets } = textsOf(stage.config);
  for (const text of [...secrets, ...urls, ...urls.map((url) => new URL(url).host)]) {
    expect(error.message, "the message holds configuration").not.toContain(text);
  }
  // The cause is for our logs: it may hold what the backend said, but never what we may say to it.
  const everything = inspect(error, { depth: Infinity, showHidden: true });
  for (const secret of secrets)
    expect(everything, "the error or its cause holds a secret").not.toContain(secret);
  // A path is made of the contract's names, which the answer has too.
  const ownWords =
    error.code === "contract_broken" ? error.message.replace(error.path ?? "", "") : error.message;
  expect(quotedFrom(stage.sent.join(""), ownWords), "the message quotes the backend").toBeUndefined();
}

function quotedFrom(text: string, message: string): string | undefined {
  for (let at = 0; at + QUOTE_LENGTH <= message.length; at += 1) {
    const quote = message.slice(at, at + QUOTE_LENGTH);
    if (text.includes(quote)) return quote;
  }
  return undefined;
}

function textsOf(config: unknown): { urls: string[]; secrets: string[] } {
  const urls: string[] = [];
  const secrets: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "string") (URL.canParse(value) ? urls : secrets).push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(config);
  return { urls, secrets };
}
