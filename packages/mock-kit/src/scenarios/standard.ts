import type { Answer } from "../received-call.ts";
import type { Scenario } from "../scenario.ts";
import { malformed, type Malform, truncated, wrongContentType } from "./body.ts";
import { intermittent, refuses, resetsMidBody } from "./connection.ts";
import { fault } from "./fault.ts";
import { hangs, slow } from "./timing.ts";

const healthy: Scenario = {
  name: "healthy",
  description: "Answers at once and correctly.",
  parameters: {},
  begin: () => (call, answer) => answer(call),
};

/** The days every system can have. `healthy` comes first: a simulator begins with it. */
export const standardScenarios = (own: {
  malform: Malform;
  serverFault: Answer;
}): readonly [Scenario, ...Scenario[]] => [
  healthy,
  slow,
  hangs,
  refuses,
  resetsMidBody,
  truncated,
  malformed(own.malform),
  wrongContentType,
  fault(own.serverFault),
  intermittent,
];
