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
  const ranges = accept
    .toLowerCase()
    .split(",")
    .map((range) => range.split(";").map((part) => part.trim()))
    .filter(([type]) => type !== "");
  let best = { specificity: -1, quality: ranges.length === 0 ? 1 : 0 };
  for (const [type = "", ...parameters] of ranges) {
    const specificity = ["*/*", "application/*", "application/json"].indexOf(type);
    if (specificity <= best.specificity) continue;
    const at = parameters.findIndex((parameter) => parameter.startsWith("q="));
    const quality = at === -1 ? 1 : Number(parameters[at]!.slice(2));
    // Ruled out is a JSON with parameters: not ours.
    if (at > 0 && quality === 0) continue;
    best = { specificity, quality };
  }
  return best.quality > 0;
}
