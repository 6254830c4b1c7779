import { onTestFinished } from "vitest";
import { compileService, type CompileRequest } from "../src/codegen/compile.ts";
import { interpretService } from "../src/codegen/interpret.ts";
import type { SoapContract } from "../src/contract.ts";
import { type DateRule, dateText } from "../src/dates.ts";
import { readAnswer } from "../src/envelope.ts";
import { requestEnvelope } from "../src/request-envelope.ts";
import { defaultXmlLimits } from "../src/xml/limits.ts";
import { soapBody } from "./canned-http.ts";
import { folderOf } from "./contract-files.ts";
import { GeneratedFolder } from "./generated-folder.ts";

/** One of the two ways a contract becomes codecs, for its operation `Ask`. */
export interface Engine {
  readonly name: "generated" | "interpreted";
  readonly contract: SoapContract;
  /** What the body of the request for an input holds. */
  readonly send: (input: unknown, dates?: DateRule) => string;
  /** What is made of an answer whose body holds this element; `t`, `xs` and `xsi` may be used. */
  readonly receive: (element: string) => unknown;
}

/** The contract in `t.wsdl`: as the generated module has it, and as it is made in memory. */
export async function bothEngines(
  files: Readonly<Record<string, string>>,
  request: Partial<CompileRequest> = {},
): Promise<readonly Engine[]> {
  const folder = folderOf(files);
  const whole = { name: "t", folder, wsdl: "t.wsdl", ...request };
  const compiled = compileService(whole);
  const generated = new GeneratedFolder();
  onTestFinished(() => generated.remove());
  generated.write("t.gen.ts", compiled.body);
  return [
    engine("generated", await generated.load("t.gen.ts", "tContract")),
    engine("interpreted", interpretService(compiled)),
  ];
}

const PREFIXES =
  ' xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function engine(name: Engine["name"], contract: SoapContract): Engine {
  const operation = contract.operations["Ask"]!;
  return {
    name,
    contract,
    send(input, dates) {
      const envelope = requestEnvelope(contract, operation, input, "", { dates: dates && dateText(dates) });
      return /<soap:Body>(.*)<\/soap:Body>/s.exec(String(envelope))![1]!;
    },
    receive(element) {
      const { body } = soapBody(element.replace(/[\s/>]/, (after) => PREFIXES + after));
      const answer = readAnswer(
        operation,
        { body: body!, charset: undefined },
        { version: contract.version, limits: defaultXmlLimits, onHeader: () => false },
      );
      return answer.kind === "output" ? answer.output : answer.report;
    },
  };
}
