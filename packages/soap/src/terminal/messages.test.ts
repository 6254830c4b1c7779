import fc from "fast-check";
import { expect, test } from "vitest";
import { cases } from "../../test/every-contract.ts";
import { ValuesOf } from "../../test/values-of.ts";
import { ContractBroken } from "@portico/core";
import { compileService } from "../codegen/compile.ts";
import { interpretService } from "../codegen/interpret.ts";
import { SoapInputInvalid } from "../input-invalid.ts";
import { asJson } from "./json-values.ts";
import { decodeEnvelope, encodeRequest } from "./messages.ts";
import type { OpenOperation } from "./open-operation.ts";

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom("", null, [], {}, [null], { $type: "x" }, NaN),
);

/** The value with something else in one place of it. */
function damaged(value: unknown, steps: readonly number[], other: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== "object" || value === null) return other;
  const keys = Object.keys(value);
  if (keys.length === 0) return other;
  const key = keys[step % keys.length]!;
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    name === key ? damaged(one, rest, other) : one,
  ]);
  return Array.isArray(value) ? entries.map(([, one]) => one as unknown) : Object.fromEntries(entries);
}

test.each(cases)(
  "$name: whatever JSON is put in, it is an envelope or refused with a path",
  ({ name, folder, wsdl }) => {
    const compiled = compileService({ name, folder, wsdl });
    const contract = interpretService(compiled, asJson);
    const values = new ValuesOf(compiled.plan);
    for (const { name: operation, input: element } of compiled.service.operations) {
      if (element === undefined) continue;
      const open: OpenOperation = { contract, operation: contract.operations[operation]!, address: "" };
      const steps = fc.array(fc.nat(20), { maxLength: 6 });
      fc.assert(
        fc.property(values.type(element.type), steps, junk, (value, path, other) => {
          const message = damaged(
            open.operation.sentHeaders === undefined ? value : { headers: {}, body: value },
            path,
            other,
          );
          try {
            expect(encodeRequest(open, message)).toContain("</soap:Envelope>");
          } catch (error) {
            expect(error).toBeInstanceOf(SoapInputInvalid);
            expect((error as SoapInputInvalid).path).toMatch(/^\//);
          }
        }),
        { numRuns: 60 },
      );
    }
  },
);

test.each(cases.filter(({ messages }) => messages.length > 0))(
  "$name: whatever became of an envelope, it is read or refused with a path",
  ({ name, folder, wsdl, messages }) => {
    const compiled = compileService({ name, folder, wsdl });
    const contract = interpretService(compiled, asJson);
    const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...messages),
        place,
        fc.nat(255),
        fc.boolean(),
        (message, where, byte, cut) => {
          const { operation, kind, envelope } = message;
          const open: OpenOperation = { contract, operation: contract.operations[operation]!, address: "" };
          const at = Math.floor(where * envelope.length);
          const body = Buffer.from(cut ? envelope.subarray(0, at) : envelope);
          if (!cut) body[at] = byte;
          try {
            decodeEnvelope(open, { body }, { message: kind === "request" ? "request" : "response" });
          } catch (error) {
            expect(error).toBeInstanceOf(ContractBroken);
          }
        },
      ),
      { numRuns: 100 },
    );
  },
);
