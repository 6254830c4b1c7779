import fc from "fast-check";
import { expect, test } from "vitest";
import { compileService } from "../src/codegen/compile.ts";
import { interpretService } from "../src/codegen/interpret.ts";
import { cases, read, turned, write } from "./every-contract.ts";
import { ValuesOf } from "./values-of.ts";

/** Another way to write a message, or a slightly different one. `place`: which of the tags or texts in it. */
type Respelling = (xml: string, place: number) => string;

/** Replaces one of the parts that match. */
const oneOf =
  (pattern: RegExp, replacement: (...found: string[]) => string): Respelling =>
  (xml, place) => {
    const count = xml.match(pattern)?.length ?? 0;
    let index = 0;
    return xml.replace(pattern, (...found: string[]) =>
      index++ === place % Math.max(1, count) ? replacement(...found) : found[0]!,
    );
  };

const START = /<([\w.:-]+)((?: [^<>]*?)?)(\/?)>/g;

/** Declares a prefix with every element that has it, instead of where it was declared: as .NET does, and more. */
const declaredWhereUsed =
  (declared: (rest: string, declaration: string) => string): Respelling =>
  (xml, place) => {
    const all = [...xml.matchAll(/ xmlns(?::([\w.-]+))?="[^"]*"/g)];
    const [declaration, prefix] = all[place % Math.max(1, all.length)] ?? [""];
    if (declaration === "") return xml;
    const has = (name: string) =>
      name.startsWith(prefix === undefined ? "" : `${prefix}:`) &&
      name.includes(":") === (prefix !== undefined);
    return xml
      .replace(declaration, "")
      .replace(START, (written: string, name: string, rest: string, slash: string) =>
        has(name) ? `<${name}${declared(rest, declaration)}${slash}>` : written,
      );
  };

const respellings: readonly Respelling[] = [
  declaredWhereUsed((rest, declaration) => declaration + rest),
  declaredWhereUsed((rest, declaration) => rest + declaration),
  (xml) => xml.replace(/<([\w.:-]+)><\/\1>/g, "<$1/>"),
  (xml) => xml.replace(/<([\w.:-]+)\/>/g, "<$1></$1>"),
  (xml) => xml.replaceAll("/>", " />"),
  (xml) => xml.replaceAll("><", ">\n  <"),
  oneOf(/></g, () => ">\r\n<"),
  oneOf(/></g, () => "><!-- c --><"),
  oneOf(/></g, () => ">x<"),
  oneOf(START, (_all, name = "", rest = "", slash = "") => `<${name} xmlns:zz="urn:zz"${rest}${slash}>`),
  oneOf(START, (_all, name = "", rest = "", slash = "") => `<${name}${rest} xmlns:zz="urn:zz"${slash}>`),
  oneOf(START, (_all, name = "", rest = "", slash = "") => `<${name} xmlns:zz='urn:zz'${rest}${slash}>`),
  oneOf(START, (_all, name = "", rest = "", slash = "") => `<${name} xmlns="urn:zz"${rest}${slash}>`),
  oneOf(
    START,
    (_all, name = "", rest = "", slash = "") =>
      `<${name}${rest} xmlns:${name.split(":")[0]}="urn:zz"${slash}>`,
  ),
  oneOf(START, (_all, name = "", rest = "", slash = "") => `<${name} zz="1"${rest}${slash}>`),
  oneOf(START, (_all, name = "", rest = "", slash = "") => `<${name}${rest} ${slash}>`),
  oneOf(START, (_all, name = "", rest = "", slash = "") => `<${name}x${rest}${slash}>`),
  oneOf(/<\/([\w.:-]+)>/g, (_all, name = "") => `</${name} >`),
  oneOf(/>([^<>&]+)</g, (_all, text = "") => `><![CDATA[${text}]]><`),
  oneOf(/>([^<>&])/g, (_all, character = "") => `>&#${character.codePointAt(0)};`),
  oneOf(/>([^<>&]*)</g, () => "><"),
  oneOf(/>([^<>&]*)</g, () => ">zz<"),
  oneOf(/<([\w.:-]+)[^<>]*>[^<>]*<\/\1>/g, () => ""),
  oneOf(/<([\w.:-]+)[^<>]*>[^<>]*<\/\1>/g, (element) => element + element),
  oneOf(
    /(<([\w.:-]+)[^<>]*>[^<>]*<\/\2>)(<([\w.:-]+)[^<>]*>[^<>]*<\/\4>)/g,
    (_all, a = "", _n, b = "") => b + a,
  ),
  oneOf(/ ([\w.:-]+="[^"]*") ([\w.:-]+="[^"]*")/g, (_all, a = "", b = "") => ` ${b} ${a}`),
  oneOf(/="([^"]*)"/g, (_all, value = "") => `='${value}'`),
  oneOf(/="([^"]*)"/g, (_all, value = "") => `="${value} "`),
  (xml, place) => xml.slice(0, place % xml.length),
  (xml, place) => xml.slice(0, place % xml.length) + xml.slice((place % xml.length) + 1),
];

test.each(cases)(
  "answers of $name are read the same with a fast path and without",
  ({ name, folder, wsdl, generated }) => {
    const compiled = compileService({ name, folder, wsdl });
    const careful = interpretService(compiled);
    const values = new ValuesOf(compiled.plan);
    for (const model of compiled.service.operations) {
      if (model.output === undefined) continue;
      const slow = careful.operations[model.name]!;
      const fast = Object.values(generated.operations).find((operation) => operation.name === model.name)!;
      fc.assert(
        fc.property(
          values.type(model.output.type),
          fc.array(fc.tuple(fc.constantFrom(...respellings), fc.nat()), { maxLength: 3 }),
          (value, changes) => {
            const message = write(careful, turned(slow), value);
            if (!message.startsWith("<")) return;
            const respelled = changes.reduce((xml, [respell, place]) => respell(xml, place), message);
            expect(read(generated, fast, respelled)).toEqual(read(careful, slow, respelled));
          },
        ),
        { numRuns: 100 },
      );
    }
  },
);
