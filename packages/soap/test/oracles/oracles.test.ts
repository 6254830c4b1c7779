import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readFixtures, WSDL } from "../fixtures.ts";
import { disagreements } from "./agreement.ts";
import { exceptions } from "./exceptions.ts";
import { askOracle, type Oracle, type OracleCase, oracles, whyMissing } from "./oracles.ts";

const questions = readFixtures().flatMap(({ name, folder, messages }) =>
  messages
    .filter(({ kind, value }) => kind === "answer" && !Object.hasOwn(value as object, "$broken"))
    .map((message) => {
      const request = messages.find(
        ({ kind, operation }) => kind === "request" && operation === message.operation,
      );
      const wsdl = join(folder, WSDL);
      const asked: OracleCase = {
        wsdl,
        operation: message.operation,
        answer: join(folder, `${message.name}.xml`),
        input: request?.value ?? {},
        rpc: readFileSync(wsdl, "utf8").includes('style="rpc"'),
      };
      return { name: `${name}/${message.name}`, value: message.value, asked };
    }),
);

describe.each(oracles)("$name, which shares no code with us", (oracle) => {
  test("reads the same values out of the same answers, but for what is listed with its reason", (context) => {
    const missing = whyMissing(oracle);
    if (missing !== undefined) return context.skip(missing);
    const found = disagreementsWith(oracle);
    const unexplained = Object.entries(found).filter(
      ([name]) => exceptions[oracle.name]?.[name] === undefined,
    );
    expect(Object.fromEntries(unexplained)).toEqual({});
    // An exception that is none any more goes.
    expect(Object.keys(exceptions[oracle.name] ?? {}).filter((name) => found[name] === undefined)).toEqual(
      [],
    );
  }, 400_000);
});

/** What it says otherwise, by the name of the answer. */
function disagreementsWith(oracle: Oracle): Readonly<Record<string, readonly string[]>> {
  const answers = askOracle(
    oracle,
    questions.map(({ asked }) => asked),
  );
  const found = questions.map(({ name, value }, index) => {
    const answer = answers[index]!;
    if ("error" in answer) return [name, [answer.error]] as const;
    // Of an answer with one part, some hand out the part.
    const [[part, inside] = ["", undefined], ...others] = Object.entries(value as object);
    const isWhole = others.length > 0 || Object.hasOwn(answer.value ?? {}, part);
    return [name, disagreements(isWhole ? value : inside, answer.value)] as const;
  });
  return Object.fromEntries(found.filter(([, lines]) => lines.length > 0));
}
