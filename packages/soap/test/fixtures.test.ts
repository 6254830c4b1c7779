import { ContractBroken } from "@portico/core";
import { testCall } from "@portico/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { soapClient } from "../src/client.ts";
import type { SoapContract } from "../src/contract.ts";
import { SoapFault } from "../src/fault.ts";
import { cannedHttp } from "./canned-http.ts";
import { comparableEnvelope } from "./comparable-xml.ts";
import { CompiledFixtures } from "./compiled-fixtures.ts";
import { type Message, readFixtures } from "./fixtures.ts";

const fixtures = readFixtures();
let compiled: CompiledFixtures;
let contracts: ReadonlyMap<string, SoapContract>;

beforeAll(async () => {
  compiled = new CompiledFixtures();
  const loaded = await compiled.load();
  contracts = new Map(loaded.map(({ fixture, contract }) => [fixture.name, contract]));
});
afterAll(() => compiled.remove());

describe("contracts as the old stacks write them", () => {
  test("there are many of them, in many styles, each with messages to hold it to", () => {
    const supported = fixtures.filter(({ name }) => contracts.has(name));
    expect(supported.length).toBeGreaterThanOrEqual(25);
    expect(supported.filter(({ messages }) => messages.length === 0)).toEqual([]);
    expect([...new Set(supported.map(({ name }) => name.split("-", 1)[0]))]).toEqual(
      expect.arrayContaining(["asmx", "axis1", "cxf", "gsoap", "oracle", "php", "sap", "wcf"]),
    );
  });

  // Who makes one of them compile takes its line away by `vitest -u` and writes messages for it.
  test("what is not supported is refused exactly, with this place and reason", async () => {
    const lines = [...compiled.refused].map(([name, reason]) => `${name}/${reason}\n`);
    await expect(lines.join("")).toMatchFileSnapshot("../fixtures/refused.txt");
  });

  test("what is generated type-checks under the repository's settings", () => {
    expect(compiled.typeErrors()).toBe("");
  }, 60_000);

  const withMessages = fixtures.filter(({ messages }) => messages.length > 0);
  describe.each(withMessages)("$name", ({ name, messages }) => {
    test.each(messages)("$name", async (message) => {
      const contract = contracts.get(name)!;
      if (message.kind === "request") return expectRequest(contract, message);
      // Any question will do, if only it is one.
      const question = messages.find(
        ({ kind, operation }) => kind === "request" && operation === message.operation,
      );
      await expectAnswer(contract, message, question?.value);
    });
  });
});

async function expectRequest(contract: SoapContract, { operation, envelope, value }: Message): Promise<void> {
  const http = cannedHttp(() => ({ status: 202 }));
  // No answer to it is asked for; only what was sent counts.
  await call(contract, http, operation, value).catch(() => undefined);
  expect(http.requests).toHaveLength(1);
  const { header, body } = comparableEnvelope(Buffer.from(http.requests[0]!.body!));
  // The message ids of WS-Addressing are new each time.
  const compared = { header: header.filter(({ name }) => !name.includes("/addressing}")), body };
  expect(compared).toEqual(comparableEnvelope(envelope));
}

async function expectAnswer(contract: SoapContract, message: Message, question: unknown): Promise<void> {
  const { operation, kind, envelope, value } = message;
  const type = contract.version === "1.1" ? "text/xml" : "application/soap+xml";
  const http = cannedHttp(() => ({
    status: kind === "fault" ? 500 : 200,
    headers: { "content-type": type },
    body: envelope,
  }));
  const answer = await call(contract, http, operation, question).catch((error: unknown) => error);
  const { $broken: brokenPath } = value as { $broken?: unknown };
  if (brokenPath !== undefined) {
    expect(answer).toBeInstanceOf(ContractBroken);
    expect((answer as ContractBroken).path).toBe(brokenPath);
  } else if (kind === "fault") {
    expect(answer).toBeInstanceOf(SoapFault);
    expect((answer as SoapFault).detail).toEqual(value);
  } else expect(answer).toEqual(value);
}

function call(
  contract: SoapContract,
  http: ReturnType<typeof cannedHttp>,
  operation: string,
  input: unknown,
): Promise<unknown> {
  const method = soapClient(contract, { url: "http://legacy.example/", http })[operation];
  if (method === undefined) throw new Error(`The contract has no operation ${operation}`);
  return method(input, testCall());
}
