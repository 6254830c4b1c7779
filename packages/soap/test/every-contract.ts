import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { CompiledFixtures } from "./compiled-fixtures.ts";
import { constructsContract } from "./constructs/generated/constructs.gen.ts";
import { type Message, WSDL } from "./fixtures.ts";
import { odditiesContract } from "./oddities/generated/oddities.gen.ts";
import type { AnySoapOperation, SoapContract } from "../src/contract.ts";
import { readAnswer } from "../src/envelope.ts";
import { requestEnvelope } from "../src/request-envelope.ts";
import { defaultXmlLimits } from "../src/xml/limits.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const compiledFixtures = new CompiledFixtures();
afterAll(() => compiledFixtures.remove());

/** What the committed module of an adapter exports; this package does not import adapters, it is only held to them. */
async function adapterContract(name: string): Promise<SoapContract> {
  const module: Record<string, unknown> = await import(
    `${repository}adapters/${name}/generated/${name}.gen.ts`
  );
  return module[`${name}Contract`] as SoapContract;
}

export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly wsdl: string;
  readonly generated: SoapContract;
  readonly messages: readonly Message[];
}

/** Every contract of this repository with the module that was generated for it. */
export const cases: readonly Case[] = [
  ...[
    {
      name: "oddities",
      folder: "packages/soap/test/oddities/contract",
      generated: odditiesContract as SoapContract,
    },
    {
      name: "constructs",
      folder: "packages/soap/test/constructs/contract",
      generated: constructsContract as SoapContract,
    },
    { name: "crm", folder: "adapters/crm/contract", generated: await adapterContract("crm") },
    { name: "erp", folder: "adapters/erp/contract", generated: await adapterContract("erp") },
  ].map((one) => ({ ...one, folder: repository + one.folder, wsdl: `${one.name}.wsdl`, messages: [] })),
  ...(await compiledFixtures.load()).map(({ fixture, contract }) => ({
    ...fixture,
    wsdl: WSDL,
    generated: contract,
  })),
];

/** What comes of it: a value, or the error that says why not. */
function outcome<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return String(error);
  }
}

export const write = (contract: SoapContract, operation: AnySoapOperation, input: unknown) =>
  outcome(() => requestEnvelope(contract, operation, input, "").toString());

export const read = ({ version }: SoapContract, operation: AnySoapOperation, envelope: string | Buffer) =>
  outcome(() => {
    const answer = { body: Buffer.from(envelope), charset: undefined };
    return readAnswer(operation, answer, { version, limits: defaultXmlLimits, onHeader: () => false });
  });

/** The operation that is asked with what this one answers: writes what this one reads. */
export const turned = ({
  input: _input,
  sentHeaders: _sent,
  output,
  ...rest
}: AnySoapOperation): AnySoapOperation => ({
  ...rest,
  input: output,
  output,
});
