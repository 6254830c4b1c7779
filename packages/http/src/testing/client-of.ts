import { inspect } from "node:util";
import type { CallContext } from "@portico/core";
import { testCall } from "@portico/core/testing";
import { expect, onTestFinished } from "vitest";
import { createHttpClient, type HttpClientOptions } from "../client.ts";
import type { HttpAnswer, HttpRequest } from "../message.ts";

/** Text that stands in what a server sends, and must not stand in an error. */
export const CANARY = "4111-1111-SECRET";

/** A client of this server that is closed with the test. */
export function clientOf({ origin }: { readonly origin: string }, options: Partial<HttpClientOptions> = {}) {
  const client = createHttpClient({ url: origin, ...options });
  onTestFinished(() => client.close());
  return (request: Partial<HttpRequest> = {}, call: Partial<CallContext> = {}): Promise<HttpAnswer> => {
    const answer = client.request({ method: "GET", path: "/", ...request }, testCall(call));
    answer.catch(() => {});
    return answer;
  };
}

/** It has failed as `code`, and in all that can be seen of the error there is no byte of the answer. */
export async function expectFailure(answer: Promise<unknown>, code: string): Promise<Error> {
  const error: unknown = await answer.then(
    () => expect.fail("it was answered"),
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code });
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(CANARY);
  return error as Error;
}
