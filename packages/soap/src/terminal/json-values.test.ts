import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cases, read, turned, write } from "../../test/every-contract.ts";
import { ValuesOf } from "../../test/values-of.ts";
import { xsBase64Binary, xsDouble, xsHexBinary, xsInt, xsLong, xsString } from "../builtin-types.ts";
import { compileService } from "../codegen/compile.ts";
import { interpretService } from "../codegen/interpret.ts";
import { restricted } from "../facets.ts";
import { noNamespace } from "../namespace.ts";
import { listOf, unionOf } from "../simple-lists.ts";
import { parseJson } from "./json-input.ts";
import { asJson } from "./json-values.ts";

describe("a value as JSON", () => {
  test.each([
    ["bytes are base64, whatever the wire says", xsHexBinary, "00FF0A", "AP8K"],
    ["no bytes are no characters", xsBase64Binary, "", ""],
    ["infinity is text", xsDouble, "-INF", "-INF"],
    ["no number is text", xsDouble, "NaN", "NaN"],
    ["a negative zero is text", xsDouble, "-0", "-0"],
    ["other floating point numbers are numbers", xsDouble, "1.5", 1.5],
    ["large whole numbers are text", xsLong, "9223372036854775807", "9223372036854775807"],
    ["small ones are numbers", xsInt, "-5", -5],
    ["text that looks like a number is text", xsString, "NaN", "NaN"],
    ["lists are arrays of such", listOf(noNamespace, "doubles", xsDouble), "1 INF", [1, "INF"]],
    ["a union is what its member is", unionOf(noNamespace, "either", [xsInt, xsHexBinary]), "0A0B", "Cgs="],
  ])("%s", (_what, type, lexical, json) => {
    const represented = asJson(type);
    expect(represented.parse(lexical)).toStrictEqual(json);
    expect(represented.print(json)?.toLowerCase()).toBe(lexical.toLowerCase());
  });

  test("what is no such value stays refused: lengths are counted in bytes, base64 must be base64", () => {
    const two = asJson(restricted(noNamespace, "two", xsBase64Binary, { length: 2 }));
    expect(two.print("AP8=")).toBe("AP8=");
    for (const wrong of ["AP8K", "AP8", "A P8=", "", 2, null, ["AP8="]])
      expect(two.print(wrong)).toBeUndefined();
    expect(asJson(xsInt).print("INF")).toBeUndefined();
    expect(asJson(xsInt).print("5")).toBeUndefined();
  });

  test.each(cases)("$name: from XML to JSON to XML nothing is lost", ({ name, folder, wsdl }) => {
    const compiled = compileService({ name, folder, wsdl });
    const plain = interpretService(compiled);
    const json = interpretService(compiled, asJson);
    const values = new ValuesOf(compiled.plan);
    for (const { name: operation, output: element } of compiled.service.operations) {
      if (element === undefined) continue;
      const [ours, theirs] = [plain, json].map((contract) => turned(contract.operations[operation]!));
      fc.assert(
        fc.property(values.type(element.type), (value) => {
          const xml = write(plain, ours!, value);
          const answer = read(json, theirs!, xml);
          // Values that do not fit are none of our business here.
          fc.pre(typeof answer !== "string" && answer.kind === "output");
          const { output } = answer as { readonly output: unknown };
          const text = JSON.stringify(output);
          expect(parseJson(text)).toEqual(output);
          expect(write(json, theirs!, bodyOf(parseJson(text)))).toEqual(
            write(plain, ours!, bodyOf(plainOutput(xml))),
          );
        }),
        { numRuns: 20, maxSkipsPerRun: 1_000 },
      );

      function plainOutput(xml: string): unknown {
        return (read(plain, ours!, xml) as { readonly output: unknown }).output;
      }
    }
  });
});

/** Where headers are declared, what is read is a message; what is written here is only its body. */
const bodyOf = (output: unknown): unknown =>
  typeof output === "object" && output !== null && "headers" in output && "body" in output
    ? output.body
    : output;
