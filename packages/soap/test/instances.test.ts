import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileService } from "../src/codegen/compile.ts";
import { interpretService } from "../src/codegen/interpret.ts";
import { NotCompilable } from "../src/codegen/not-compilable.ts";
import type { AnySoapOperation, SoapContract } from "../src/contract.ts";
import { readAnswer } from "../src/envelope.ts";
import { SoapInputInvalid } from "../src/input-invalid.ts";
import { requestEnvelope } from "../src/request-envelope.ts";
import { defaultXmlLimits } from "../src/xml/limits.ts";
import { readFixtures, WSDL } from "./fixtures.ts";
import { SchemaJudge } from "./schema-files.ts";
import { ValuesOf } from "./values-of.ts";

const RUNS = 25;

/** Contracts whose schemas put values where a message has none: what comes back says more than what went. */
const WITH_DEFAULTS = new Set(["constructs", "cxf-defaults"]);

/** What libxml2 finds wrong and we send all the same. */
const ACCEPTED: readonly RegExp[] = [
  // All ids are well-formed; that each is there once is not checked.
  /is not a valid value of the atomic type 'xs:ID'/,
  // libxml2 knows no year with so many digits.
  /'-?[0-9]{10,}' is not a valid value of the atomic type 'xs:gYear'/,
  // XML Schema wants required attributes and a type that is not abstract of a nil element too; no stack writes them.
  /The attribute '.+' is required but missing|The type definition is abstract/,
];

const here = fileURLToPath(new URL(".", import.meta.url));

const contracts = [
  ...["oddities", "constructs"].map((name) => ({
    name,
    folder: `${here}${name}/contract`,
    wsdl: `${name}.wsdl`,
  })),
  ...readFixtures().map(({ name, folder }) => ({ name, folder, wsdl: WSDL })),
].flatMap((contract) => {
  try {
    return [{ ...contract, compiled: compileService(contract) }];
  } catch (error) {
    if (error instanceof NotCompilable) return [];
    throw error;
  }
});

describe.each(contracts)("instances of $name", ({ name, folder, wsdl, compiled }) => {
  const { service, plan } = compiled;
  const contract = interpretService(compiled);
  test.each(service.operations)("of $name come back as they went and are what the schema allows", (model) => {
    const operation = contract.operations[model.name]!;
    // No schema declares the wrapper of an rpc message, and that of `constructs` has more in it than libxml2 takes.
    const isJudged =
      name !== "constructs" && !readFileSync(join(folder, wsdl), "utf8").includes('style="rpc"');
    const judge = isJudged ? new SchemaJudge(folder, wsdl) : undefined;
    const values = new ValuesOf(plan);
    for (const [element, one] of [
      [model.input, { ...operation, output: operation.input }],
      [model.output, { ...operation, input: operation.output }],
    ] as const) {
      if (element === undefined) continue;
      let accepted = 0;
      fc.assert(
        fc.property(values.type(element.type).map(positive), (value) => {
          for (const [sent, xml] of acceptedOf(contract, one, value)) {
            accepted++;
            const complaints = judge?.complaints(xml) ?? [];
            expect(complaints.filter((line) => !ACCEPTED.some((known) => known.test(line)))).toEqual([]);
            const read = valueOf(contract, one, xml);
            if (!WITH_DEFAULTS.has(name)) expect(read).toEqual(sent);
            const again = envelopeOf(contract, one, read)!;
            expect(valueOf(contract, one, again)).toStrictEqual(read);
          }
        }),
        { numRuns: RUNS },
      );
      expect(accepted).toBeGreaterThan(0);
    }
    judge?.dispose();
  });
});

/** An `int` has no negative zero; that a `double` has one is shown beside the type. */
function positive(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(positive);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, positive(one)]));
}

/** The value with its envelope; of one that is refused as a whole, what is accepted of its properties one by one. */
function acceptedOf(
  contract: SoapContract,
  operation: AnySoapOperation,
  value: unknown,
): readonly (readonly [unknown, string])[] {
  const xml = envelopeOf(contract, operation, value);
  if (xml !== undefined) return [[value, xml]];
  return Object.entries(value as object).flatMap((property) => {
    const part = Object.fromEntries([property]);
    const partXml = envelopeOf(contract, operation, part);
    return partXml === undefined ? [] : [[part, partXml] as const];
  });
}

/** `undefined`: the value breaks a rule that concerns several properties, which its making did not know. */
function envelopeOf(contract: SoapContract, operation: AnySoapOperation, value: unknown): string | undefined {
  const { sentHeaders: _sent, ...bare } = operation;
  try {
    return requestEnvelope(contract, bare, value, "").toString();
  } catch (error) {
    if (error instanceof SoapInputInvalid) return undefined;
    throw error;
  }
}

function valueOf({ version }: SoapContract, operation: AnySoapOperation, xml: string): unknown {
  const { receivedHeaders: _received, ...bare } = operation;
  const rules = { version, limits: defaultXmlLimits, onHeader: () => false };
  const answer = readAnswer(bare, { body: Buffer.from(xml), charset: undefined }, rules);
  return answer.kind === "output" ? answer.output : answer;
}
