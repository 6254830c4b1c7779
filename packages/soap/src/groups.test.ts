import { expect, test } from "vitest";
import { ask, folderOf, wsdl } from "../test/contract-files.ts";
import { compileService } from "./codegen/compile.ts";
import { interpretService } from "./codegen/interpret.ts";
import { readAnswer } from "./envelope.ts";
import { requestEnvelope } from "./request-envelope.ts";
import { defaultXmlLimits } from "./xml/limits.ts";

/** What is read of what is written of an input, where an `Ask` has this content. */
function roundTrip(content: string, input: unknown): unknown {
  const folder = folderOf({ "t.wsdl": wsdl(ask(content)) });
  const contract = interpretService(compileService({ name: "t", folder, wsdl: "t.wsdl" }));
  const operation = contract.operations["Ask"]!;
  const answer = { body: requestEnvelope(contract, operation, input, ""), charset: undefined };
  return readAnswer(operation, answer, { version: "1.1", limits: defaultXmlLimits, onHeader: () => false });
}

test("elements beyond what one run of a group takes are the next run's", () => {
  const pairs = `<xs:sequence maxOccurs="3"><xs:element name="f" type="xs:int" minOccurs="2" maxOccurs="2"/></xs:sequence>`;
  const output = { $items: [{ f: [1, 2] }, { f: [3, 4] }] };
  expect(roundTrip(pairs, output)).toEqual({ kind: "output", output });
});

test("runs of a group beyond what the group around takes are the next one's", () => {
  const nested = `<xs:sequence maxOccurs="unbounded"><xs:choice minOccurs="2" maxOccurs="2">
    <xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:choice></xs:sequence>`;
  const output = { $items: [{ $items: [{ a: 1 }, { b: 2 }] }, { $items: [{ b: 3 }, { a: 4 }] }] };
  expect(roundTrip(nested, output)).toEqual({ kind: "output", output });
});

test("in an element inside a group counts are what they are", () => {
  const inner = `<xs:sequence maxOccurs="unbounded"><xs:element name="a"><xs:complexType><xs:sequence>
    <xs:element name="a" type="xs:int" maxOccurs="2"/></xs:sequence></xs:complexType></xs:element><xs:element name="b" type="xs:int" minOccurs="0"/></xs:sequence>`;
  const wide = inner.replace('maxOccurs="2"', 'maxOccurs="3"');
  const folder = folderOf({ "t.wsdl": wsdl(ask(inner)), "wide.wsdl": wsdl(ask(wide)) });
  const [narrow, other] = ["t.wsdl", "wide.wsdl"].map((file) =>
    interpretService(compileService({ name: "t", folder, wsdl: file })),
  );
  const input = { $items: [{ a: { a: [1, 2, 3] } }] };
  const body = requestEnvelope(other!, other!.operations["Ask"]!, input, "");
  const rules = { version: "1.1", limits: defaultXmlLimits, onHeader: () => false } as const;
  expect(() => readAnswer(narrow!.operations["Ask"]!, { body, charset: undefined }, rules)).toThrow(
    "More than 2 elements: /Envelope/Body/Ask/$items[1]/a/a[3]",
  );
});
