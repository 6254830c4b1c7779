import type { Clock } from "@portico/core";
import { answerText } from "../answer.ts";
import { standardScenarios } from "../scenarios/standard.ts";
import { createSimulator, type Simulator } from "../simulator.ts";

/** The smallest legacy system: greets whom the path names, in 64 kB, and has a contract. */
export function createGreeter(clock?: Clock): Simulator {
  return createSimulator({
    name: "greeter",
    clock,
    scenarios: standardScenarios({
      malform: (body) => body.map((byte) => byte ^ 1),
      serverFault: () => answerText(500, "text/plain", "internal error"),
    }),
    document: (url) => (url.search === "?contract" ? answerText(200, "text/plain", "greets") : undefined),
    operationOf: ({ method }) => (method === "GET" ? "greet" : "tell"),
    answer: ({ url, body }) =>
      answerText(
        200,
        "text/plain; charset=utf-8",
        `Hello ${url.pathname.slice(1)}${body.byteLength}`.padEnd(65_536, "."),
      ),
  });
}
