import { answerText } from "../answer.ts";
import type { Scenario } from "../scenario.ts";

/** Spoils the syntax of an answer's body in the way this system would. */
export type Malform = (body: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

export const truncated: Scenario = {
  name: "truncated",
  description: "Sends half of the body and announces exactly that: HTTP sees nothing wrong.",
  parameters: {},
  begin: () => async (call, answer) => rewriteBody(await answer(call), firstHalf),
};

export const malformed = (malform: Malform): Scenario => ({
  name: "malformed",
  description: "Sends a complete body that is not well-formed.",
  parameters: {},
  begin: () => async (call, answer) => rewriteBody(await answer(call), malform),
});

const errorPage = `<!DOCTYPE html>
<html><head><title>Wartungsarbeiten</title></head>
<body><h1>Wartungsarbeiten</h1><p>Das System steht in K&uuml;rze wieder zur Verf&uuml;gung.</body></html>
`;

export const wrongContentType: Scenario = {
  name: "wrong-content-type",
  description: "Answers 200 with an HTML maintenance page, as a proxy in between would.",
  parameters: {},
  begin: () => () => answerText(200, "text/html; charset=utf-8", errorPage),
};

const firstHalf: Malform = (body) => body.slice(0, body.byteLength >> 1);

async function rewriteBody(whole: Response, rewrite: Malform): Promise<Response> {
  const body = rewrite(new Uint8Array(await whole.arrayBuffer()));
  const headers = new Headers(whole.headers);
  headers.set("content-length", String(body.byteLength));
  return new Response(body, { status: whole.status, headers });
}
