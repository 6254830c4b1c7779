import fc from "fast-check";
import { expect, test } from "vitest";
import { cases, read, turned, write } from "../../test/every-contract.ts";
import { ValuesOf } from "../../test/values-of.ts";
import type { AnySoapOperation } from "../contract.ts";
import { compileService } from "./compile.ts";
import { interpretService } from "./interpret.ts";
import type { OperationModel } from "./model.ts";

test.each(cases)(
  "$name, interpreted, writes the bytes and reads the values of the generated module",
  (one) => {
    const { name, folder, wsdl, generated, messages } = one;
    const compiled = compileService({ name, folder, wsdl });
    const interpreted = interpretService(compiled);
    expect({ ...interpreted, operations: {} }).toEqual({ ...generated, operations: {} });

    const values = new ValuesOf(compiled.plan);
    const valueOf = (element: OperationModel["input"]) =>
      element === undefined ? fc.constant({}) : values.type(element.type);
    for (const model of compiled.service.operations) {
      const ours = interpreted.operations[model.name]!;
      const theirs = Object.values(generated.operations).find((operation) => operation.name === model.name)!;
      const described = ({ name: _name, action, oneWay, encoded, faults }: AnySoapOperation) => [
        action,
        oneWay,
        encoded,
        faults.map(({ local }) => local),
      ];
      expect(described(ours)).toEqual(described(theirs));

      fc.assert(
        fc.property(valueOf(model.input), valueOf(model.output), (input, output) => {
          const message = model.sentHeaders.length === 0 ? input : { headers: {}, body: input };
          expect(write(interpreted, ours, message)).toEqual(write(generated, theirs, message));
          const xml = write(interpreted, turned(ours), output);
          expect(xml).toEqual(write(generated, turned(theirs), output));
          expect(read(interpreted, ours, xml)).toStrictEqual(read(generated, theirs, xml));
        }),
        { numRuns: 25 },
      );
      for (const { envelope } of messages.filter(({ operation }) => operation === model.name)) {
        expect(read(interpreted, ours, envelope)).toStrictEqual(read(generated, theirs, envelope));
      }
    }
  },
);
