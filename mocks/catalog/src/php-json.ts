import { answerText } from "@portico/mock-kit";

/** `json_encode` as PHP 5.3 knew it: slashes escaped, and everything beyond ASCII. */
const phpJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll("/", String.raw`\/`)
    .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

export type ErrorCode = "E400" | "E401" | "E404" | "E503";

export const answerOk = (data: unknown, more: Readonly<Record<string, unknown>> = {}): Response =>
  answerJson({ status: "OK", data, ...more });

export const answerError = (code: ErrorCode, msg: string): Response =>
  answerJson({ status: "ERR", error: { code, msg } });

// Status 200 whatever happened: the shop's first client, in Flash, could not read the body of anything else.
const answerJson = (value: unknown): Response =>
  answerText(200, "application/json; charset=utf-8", phpJson(value));
