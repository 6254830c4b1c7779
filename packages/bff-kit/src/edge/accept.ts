import { Problem } from "./problem.ts";

/** @throws {Problem} `not_acceptable` when the client rules out JSON */
export function checkAccept(accept: string | undefined): void {
  if (accept === undefined || ALWAYS.has(accept) || acceptsJson(accept)) return;
  throw new Problem("not_acceptable", {
    detail: "Answers are application/json; problems are application/problem+json.",
    errors: [{ field: "header.accept", code: "invalid", message: "must allow application/json" }],
  });
}

/** What nearly everybody sends: not worth reading. */
const ALWAYS = new Set(["", "*/*", "application/json"]);

/** The most specific range that covers JSON decides. Source: RFC 9110, 12.5.1. */
function acceptsJson(accept: string): boolean {
  let best = { specificity: -1, quality: 0 };
  for (const range of accept.toLowerCase().split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    const specificity = ["*/*", "application/*", "application/json"].indexOf(type);
    if (specificity <= best.specificity) continue;
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    best = { specificity, quality: weight === undefined ? 1 : Number(weight.slice(2)) };
  }
  return best.quality > 0;
}
