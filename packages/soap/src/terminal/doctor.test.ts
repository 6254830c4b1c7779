import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "@portico/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ask, folderOf, wsdl } from "../../test/contract-files.ts";
import { contractSource, ContractUnreadable } from "./contract-source.ts";
import { diagnose, type Diagnosis } from "./doctor.ts";

const oddities = fileURLToPath(new URL("../../test/oddities/contract/", import.meta.url));

const diagnoseFile = (path: string) => diagnose(contractSource(path, undefined));
const diagnoseText = (text: string) => diagnoseFile(join(folderOf({ "t.wsdl": text }), "t.wsdl"));
const only = ({ operations: [operation] }: Diagnosis) => ({
  status: operation!.status,
  reasons: operation!.reasons.map(({ place, text }) => `${place.file}:${place.line}: ${text}`),
});

describe("the doctor", () => {
  test("finds what the files offer, whatever the compiler thinks of it", () => {
    const { wsdl: name, files, ports, operations } = diagnoseFile(join(oddities, "oddities.wsdl"));
    expect(name).toBe("oddities.wsdl");
    expect(files.map(({ file }) => file)).toContain("parts/other.xsd");
    expect(ports.some(({ isSoap }) => isSoap)).toBe(true);
    expect(operations.map(({ name: operation, status }) => [operation, status])).toContainEqual([
      "Echo",
      "supported",
    ]);
  });

  test("an overloaded operation is listed by the names it can be asked by", () => {
    const overloads = fileURLToPath(
      new URL("../../fixtures/websphere-overloads/service.wsdl", import.meta.url),
    );
    expect(diagnoseFile(overloads).operations.map(({ name }) => name)).toEqual(["findById", "findByName"]);
  });

  test("thousands of overloads are told apart, each in the time of one", () => {
    const count = 4_000;
    const many = (one: (input: string) => string) =>
      Array.from({ length: count }, (_, i) => one(`<input name="i${i}"`)).join("");
    const overloaded = wsdl(ask(""))
      .replace(/<operation name="Ask"><input message.*<\/operation>/, () =>
        many((input) => `<operation name="Ask">${input} message="t:m"/></operation>`),
      )
      .replace(/<operation name="Ask"><input><soap:body.*<\/operation>/, () =>
        many((input) => `<operation name="Ask">${input}><soap:body use="literal"/></input></operation>`),
      );
    const { operations } = diagnoseText(overloaded);
    expect(operations.length).toBe(count);
    expect(operations.at(-1)).toMatchObject({ name: `i${count - 1}`, status: "supported" });
  });

  test("a constraint nobody checks makes what reaches it lossy", () => {
    const keyed =
      '<xs:element name="Ask"><xs:complexType><xs:sequence><xs:element name="a" type="xs:string"/></xs:sequence></xs:complexType>\n' +
      '<xs:key name="k"><xs:selector xpath="a"/><xs:field xpath="."/></xs:key></xs:element>';
    expect(only(diagnoseText(wsdl(keyed)))).toEqual({
      status: "lossy",
      reasons: ["t.wsdl:5: xs:key is not checked"],
    });
    const elsewhere = keyed.replace('name="Ask"', 'name="Other"') + ask("");
    expect(only(diagnoseText(wsdl(elsewhere))).status).toBe("supported");
  });

  test("a policy that asks for what we do not do makes its operations lossy, another one does not", () => {
    const secured = (assertion: string) =>
      wsdl(ask(""))
        .replace(
          '<binding name="B" type="t:P">',
          '<binding name="B" type="t:P"><wsp:PolicyReference xmlns:wsp="http://www.w3.org/ns/ws-policy" URI="#p"/>',
        )
        .replace(
          "<service",
          `<wsp:Policy xmlns:wsp="http://www.w3.org/ns/ws-policy" xmlns:u="urn:u" u:Id="p"><wsp:All><sp:${assertion} xmlns:sp="urn:sp"/></wsp:All></wsp:Policy><service`,
        );
    for (const assertion of ["UsernameToken", "HttpBasicAuthentication", "RequireClientCertificate"])
      expect(only(diagnoseText(secured(assertion))).status).toBe("supported");
    // Of WS-SecurityPolicy, in the message and in HTTP's own headers, and of WCF.
    for (const assertion of ["SignedParts", "HttpDigestAuthentication", "NegotiateAuthentication"]) {
      const { status, reasons } = only(diagnoseText(secured(assertion)));
      expect([status, reasons.map((reason) => reason.replace(/^t\.wsdl:\d+: /, ""))]).toEqual([
        "lossy",
        [`a policy asks for ${assertion}, which is not done`],
      ]);
    }
    const inPolicy = (text: string) =>
      text.replace(
        /<wsp:PolicyReference[^>]*>/,
        (reference) => `<wsp:Policy xmlns:wsp="http://www.w3.org/ns/ws-policy">${reference}</wsp:Policy>`,
      );
    const referring = diagnoseText(inPolicy(secured("SignedParts")));
    expect(only(referring).status).toBe("lossy");
    expect(referring.policies.map(({ text }) => text)).toEqual(["SignedParts"]);
  });

  test("what is wrong with a file is wrong with every operation, and is said once each", () => {
    const broken = wsdl(`<xs:include schemaLocation="gone.xsd"/>${ask("")}`);
    const diagnosis = diagnoseText(broken);
    expect(only(diagnosis)).toEqual({
      status: "refused",
      reasons: ['t.wsdl:4: there is no file "gone.xsd"'],
    });
    expect(diagnosis.missing.map(({ text }) => text)).toEqual(['there is no file "gone.xsd"']);
  });

  test("a schema that everybody uses is no missing file", () => {
    const xml =
      '<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/>';
    const diagnosis = diagnoseText(wsdl(xml + ask("")));
    expect(diagnosis.missing).toEqual([]);
    expect(only(diagnosis).status).toBe("supported");
  });

  test("an import may leave the WSDL's folder when a wider one is named", () => {
    const folder = folderOf({
      "wsdl/t.wsdl": wsdl('<xs:include schemaLocation="../xsd/a.xsd"/>'),
      "xsd/a.xsd": `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">${ask("")}</xs:schema>`,
    });
    const file = join(folder, "wsdl/t.wsdl");
    expect(only(diagnose(contractSource(file, undefined))).status).toBe("refused");
    expect(only(diagnose(contractSource(file, folder))).status).toBe("supported");
    expect(() => contractSource(file, join(folder, "xsd"))).toThrow(ContractUnreadable);
  });
});

describe("the doctor never crashes", () => {
  const files = ["oddities.wsdl", "oddities.xsd", "parts/other.xsd"].map((file): [string, Buffer] => [
    file,
    readFileSync(join(oddities, file)),
  ]);

  /** A diagnosis or a sentence, and nothing else. */
  function survives(changed: (bytes: Buffer, index: number) => Buffer): void {
    const folder = folderOf({});
    mkdirSync(join(folder, "parts"));
    for (const [index, [file, bytes]] of files.entries())
      writeFileSync(join(folder, file), changed(bytes, index));
    try {
      const { operations } = diagnoseFile(join(folder, "oddities.wsdl"));
      for (const { status, reasons } of operations) {
        expect(status === "supported").toBe(reasons.length === 0);
        for (const { place, text } of reasons) {
          expect(place.line).toBeGreaterThan(0);
          expect(text).not.toMatch(/the compiler failed|undefined|\[object/);
        }
      }
    } catch (error) {
      expect(error).toBeInstanceOf(ContractUnreadable);
    }
  }

  const which = fc.nat(files.length - 1);
  const somewhere = fc.double({ min: 0, max: 1, noNaN: true });
  const at = (bytes: Buffer, place: number) => Math.floor(place * (bytes.length - 1));

  test("on files that break off", () => {
    fc.assert(
      fc.property(which, somewhere, (file, place) => {
        survives((bytes, index) => (index === file ? bytes.subarray(0, at(bytes, place)) : bytes));
      }),
      { numRuns: 100 },
    );
  });

  test("on files with flipped bits", () => {
    fc.assert(
      fc.property(
        which,
        fc.array(fc.tuple(somewhere, fc.nat(7)), { minLength: 1, maxLength: 5 }),
        (file, flips) => {
          survives((bytes, index) => {
            const copy = Buffer.from(bytes);
            if (index === file) for (const [place, bit] of flips) copy[at(bytes, place)]! ^= 1 << bit;
            return copy;
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  test("on files where a word was exchanged, dropped or doubled", () => {
    const words = files.map(([, bytes]) => bytes.toString().match(/[\w:.#/-]+|[^\w:.#/-]+/g)!);
    fc.assert(
      fc.property(which, somewhere, somewhere, fc.nat(2), (file, first, second, how) => {
        survives((bytes, index) => {
          if (index !== file) return bytes;
          const list = [...words[index]!];
          const [a, b] = [first, second].map((place) => Math.floor(place * (list.length - 1))) as [
            number,
            number,
          ];
          if (how === 0) list[a] = list[b]!;
          else if (how === 1) list.splice(a, 1);
          else list.splice(a, 0, ...list.slice(a, a + 4));
          return Buffer.from(list.join(""));
        });
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["zeros", Buffer.alloc(10_000)],
    ["bytes of no meaning", Buffer.from(Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 251))],
    ["an elements' tower", Buffer.from("<a>".repeat(1_000_000))],
    ["ten megabytes of one name", Buffer.from(`<${"a".repeat(10_000_000)}/>`)],
    ["half a UTF-16 character", Buffer.from([0xff, 0xfe, 0x3c])],
  ])("on %s", (_what, bytes) => {
    const folder = folderOf({});
    writeFileSync(join(folder, "t.wsdl"), bytes);
    expect(() => diagnoseFile(join(folder, "t.wsdl"))).toThrow(ContractUnreadable);
  });

  test.each([
    ["before a port", 61_000],
    ["within one", 50_000],
  ])("and comes to an end %s: after a minute it says what it did not look at", (_when, stepMs) => {
    let nowMs = 0;
    const slow = { ...systemClock, now: () => (nowMs += stepMs) };
    const folder = folderOf({ "t.wsdl": wsdl(ask("")) });
    const diagnosis = diagnose(contractSource(join(folder, "t.wsdl"), undefined), slow);
    expect(only(diagnosis)).toMatchObject({
      status: "refused",
      reasons: [expect.stringMatching(/: not looked at: the operations before took 60 s$/)],
    });
  });

  test("on ten megabytes of operations it still tells the bad from the good", () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `Op${index}`);
    const padding = `<!--${"x".repeat(4_000)}-->`;
    const operation = (name: string, index: number) =>
      `<operation name="${name}">${padding}<input message="t:${index === 1_234 ? "gone" : "m"}"/><output message="t:m"/></operation>`;
    const bound = (name: string) =>
      `<operation name="${name}"><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>`;
    const text = wsdl(ask(""))
      .replace(/<portType.*<\/portType>/s, `<portType name="P">${names.map(operation).join("")}</portType>`)
      .replace(/<operation name="Ask"><input>.*<\/operation>/s, names.map(bound).join(""));
    const { operations } = diagnoseText(text);
    expect(operations.filter(({ status }) => status !== "supported").map(({ name }) => name)).toEqual([
      "Op1234",
    ]);
  });
});
