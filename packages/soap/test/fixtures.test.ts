import { ContractBroken } from "@portico/core";
import { testCall } from "@portico/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { soapClient } from "../src/client.ts";
import type { SoapContract } from "../src/contract.ts";
import { SoapFault } from "../src/fault.ts";
import { cannedHttp } from "./canned-http.ts";
import { comparableBody } from "./comparable-xml.ts";
import { type CompiledFixture, CompiledFixtures } from "./compiled-fixtures.ts";
import { type Message, readFixtures } from "./fixtures.ts";

let compiled: CompiledFixtures;
let loaded: ReadonlyMap<string, CompiledFixture>;

beforeAll(async () => {
  compiled = new CompiledFixtures();
  loaded = new Map((await compiled.load()).map((one) => [one.fixture.name, one]));
});
afterAll(() => compiled.remove());

describe("contracts as the old stacks write them", () => {
  test("there are many of them, in many styles, each with messages to hold it to", () => {
    const fixtures = readFixtures();
    expect(fixtures.length).toBeGreaterThanOrEqual(25);
    expect(fixtures.filter(({ messages }) => messages.length === 0)).toEqual([]);
    expect([...new Set(fixtures.map(({ name }) => name.split("-", 1)[0]))]).toEqual(
      expect.arrayContaining(["asmx", "axis1", "cxf", "gsoap", "oracle", "php", "sap", "wcf"]),
    );
  });

  // Who makes one of them compile takes its line away by `vitest -u`; its messages below then count.
  test("what is not supported is refused exactly, with this place and reason", async () => {
    const lines = [...compiled.refused].map(([name, reason]) => `${name}/${reason}\n`);
    await expect(lines.join("")).toMatchFileSnapshot("../fixtures/refused.txt");
  });

  test("what is generated type-checks under the repository's settings", () => {
    expect(compiled.typeErrors()).toBe("");
  }, 60_000);

  describe.each(readFixtures())("$name", ({ name, messages }) => {
    test.each(messages)("$name", async (message) => {
      const contract = loaded.get(name)?.contract;
      if (contract === undefined) return expect(compiled.refused.has(name)).toBe(true);
      if (message.kind === "request") return expectRequest(contract, message);
      await expectAnswer(contract, message);
    });
  });
});

async function expectRequest(contract: SoapContract, { operation, envelope, value }: Message): Promise<void> {
  const http = cannedHttp(() => ({ status: 202 }));
  // No answer to it is asked for; only what was sent counts.
  await call(contract, http, operation, value).catch(() => undefined);
  expect(http.requests).toHaveLength(1);
  const sent = Buffer.from(http.requests[0]!.body!);
  expect(comparableBody(sent)).toEqual(comparableBody(envelope));
}

async function expectAnswer(contract: SoapContract, message: Message): Promise<void> {
  const { operation, kind, envelope, value } = message;
  const type = contract.version === "1.1" ? "text/xml" : "application/soap+xml";
  const http = cannedHttp(() => ({
    status: kind === "fault" ? 500 : 200,
    headers: { "content-type": type },
    body: envelope,
  }));
  const request = requestFor(contract, message);
  const answer = await call(contract, http, operation, request).catch((error: unknown) => error);
  const broken = (value as { $broken?: unknown }).$broken;
  if (broken !== undefined) {
    expect(answer).toBeInstanceOf(ContractBroken);
    expect((answer as ContractBroken).path).toBe(broken);
  } else if (kind === "fault") {
    expect(answer).toBeInstanceOf(SoapFault);
    expect((answer as SoapFault).detail).toEqual(value);
  } else expect(answer).toEqual(value);
}

/** Any question will do, if only it is one. */
function requestFor(contract: SoapContract, { operation }: Message): unknown {
  const fixture = [...loaded.values()].find((one) => one.contract === contract)?.fixture;
  return fixture?.messages.find((one) => one.kind === "request" && one.operation === operation)?.value;
}

function call(
  contract: SoapContract,
  http: ReturnType<typeof cannedHttp>,
  operation: string,
  input: unknown,
) {
  const url = "http://legacy.example/";
  const client = soapClient(contract, { url, http });
  const method = client[operation];
  if (method === undefined) throw new Error(`The contract has no operation ${operation}`);
  return method(input, testCall());
}
