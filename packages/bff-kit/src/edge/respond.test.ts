import { expect, test } from "vitest";
import { Problem } from "./problem.ts";
import { problemAnswer } from "./respond.ts";

test.each([
  [0, "1"],
  [1, "1"],
  [1_000, "1"],
  [1_001, "2"],
])("a refusal that is over in %i ms says Retry-After: %s", (retryAfterMs, said) => {
  const problem = new Problem("overloaded", { detail: "Too much to do.", retryAfterMs });
  expect(problemAnswer(problem, "ticket-4711").headers).toMatchObject({ "retry-after": said });
});
