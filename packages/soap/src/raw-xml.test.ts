import { expect, test } from "vitest";
import { ask, folderOf, wsdl } from "../test/contract-files.ts";
import { compileService } from "./codegen/compile.ts";
import { interpretService } from "./codegen/interpret.ts";
import { readAnswer } from "./envelope.ts";
import { defaultXmlLimits } from "./xml/limits.ts";

test("elements that lean on a long declaration are, together, no larger than a document may be", () => {
  const open = `<xs:sequence><xs:any namespace="##other" processContents="lax" maxOccurs="unbounded"/></xs:sequence>`;
  const folder = folderOf({ "t.wsdl": wsdl(ask(open)) });
  const contract = interpretService(compileService({ name: "t", folder, wsdl: "t.wsdl" }));
  const long = `urn:${"o".repeat(1_000)}`;
  const read = (count: number) => {
    const body = Buffer.from(
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><t:Ask xmlns:t="urn:t" xmlns:o="${long}">` +
        `${"<o:x/>".repeat(count)}</t:Ask></s:Body></s:Envelope>`,
    );
    const limits = { ...defaultXmlLimits, documentBytesMax: 10_000 };
    const rules = { version: "1.1", limits, onHeader: () => false } as const;
    return readAnswer(contract.operations["Ask"]!, { body, charset: undefined }, rules);
  };
  expect(read(9)).toEqual({ kind: "output", output: { $any: Array(9).fill(`<o:x xmlns:o="${long}"/>`) } });
  expect(() => read(10)).toThrow("More declarations than a document may hold: /Envelope/Body/Ask/$any[10]");
});
