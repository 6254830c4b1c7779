import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { listenOnFreePort } from "@portico/core/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { folderOf, wsdl } from "../../test/contract-files.ts";
import { compileContract } from "../codegen/compile.ts";
import { contractSource } from "../terminal/contract-source.ts";
import { diagnose } from "../terminal/doctor.ts";
import type { FetchRules } from "./fetch-document.ts";
import { RemoteRefused } from "./remote-refused.ts";
import { vendorImports } from "./vendor.ts";

/** A server on this machine that is known to the resolver as `schemas.example`, and what it was asked for. */
async function remote(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `schemas.example:${await listenOnFreePort(server)}`;
  const rules: FetchRules = {
    hosts: new Set([host]),
    addressesOf: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
    mayConnectTo: (address) => address === "127.0.0.1",
    timeoutMs: 5_000,
  };
  return { host, asked, rules };
}

const schema = (content: string) =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:f="urn:far" targetNamespace="urn:far">${content}</xs:schema>`;
const importing = (url: string) =>
  wsdl(
    `<xs:import namespace="urn:far" schemaLocation="${url}"/><xs:element name="Ask" xmlns:f="urn:far" type="f:Far"/>`,
  );
const far: Readonly<Record<string, string>> = {
  "/a/far.xsd?v=1": schema(
    '<xs:include schemaLocation="../b/more.xsd#x"/><xs:complexType name="Far"><xs:attribute name="a" type="f:More"/></xs:complexType>',
  ),
  "/b/more.xsd": schema(
    '<xs:include schemaLocation="/a/far.xsd?v=1"/><xs:simpleType name="More"><xs:restriction base="xs:token"/></xs:simpleType>',
  ),
};
const serveFar: RequestListener = ({ url = "" }, response) => {
  response.statusCode = far[url] === undefined ? 404 : 200;
  response.end(far[url]);
};

const at = (folder: string) => contractSource(join(folder, "t.wsdl"), undefined);
const compile = (folder: string) => compileContract({ name: "t", folder, wsdl: "t.wsdl" });

describe("what a contract imports from other machines", () => {
  test("is fetched once, kept by URL and hash, and compiled from there without a network", async () => {
    const { host, asked, rules } = await remote(serveFar);
    const folder = folderOf({ "t.wsdl": importing(`http://${host}/a/far.xsd?v=1`) });
    expect(() => compile(folder)).toThrow("keep one with `portico soap vendor`");

    const documents = await vendorImports(at(folder), rules);
    expect(documents.map(({ url }) => url)).toEqual([
      `http://${host}/a/far.xsd?v=1`,
      `http://${host}/b/more.xsd`,
    ]);
    expect(asked).toEqual([`${host} /a/far.xsd?v=1`, `${host} /b/more.xsd`]);
    for (const { file, sha256 } of documents) {
      expect(file).toMatch(/^remote\/schemas\.example-[0-9a-f]{8}-(far|more)\.xsd$/);
      expect(compile(folder)).toContain(`//   ${file} sha256 ${sha256.slice(0, 16)}…`);
    }
    expect(compile(folder)).toBe(compile(folder));
    expect(diagnose(at(folder))).toMatchObject({ missing: [], operations: [{ status: "supported" }] });
    expect(await vendorImports(at(folder), rules)).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  test("is refused when it is not what was fetched, or the list of it says nonsense", async () => {
    const { host, rules } = await remote(serveFar);
    const folder = folderOf({
      "t.wsdl": importing(`http://${host}/a/far.xsd?v=1`),
      "secret.xsd": schema(""),
    });
    const [first] = await vendorImports(at(folder), rules);
    const list = join(folder, "portico-remote.json");
    const kept = readFileSync(list, "utf8");
    writeFileSync(join(folder, first!.file), schema(""));
    expect(() => compile(folder)).toThrow(
      `"${first!.file}" is not what was fetched for "http://${host}/a/far.xsd?v=1"`,
    );
    writeFileSync(list, kept.replace(first!.file, "../secret.xsd"));
    expect(() => compile(folder)).toThrow(/there is no file|outside the contract's folder/);
    for (const nonsense of ["", "[]", "null", '{"http://a.example/":{"file":"a"}}']) {
      writeFileSync(list, nonsense === "[]" ? '["a"]' : nonsense);
      expect(() => compile(folder)).toThrow("portico-remote.json:1: not a list of kept documents");
    }
  });
});

describe("is not fetched", () => {
  async function refusal(
    answer: RequestListener,
    change: (rules: FetchRules, host: string) => Partial<FetchRules> & { readonly url?: string } = () => ({}),
  ) {
    const { host, asked, rules } = await remote(answer);
    const { url = `http://${host}/far.xsd`, ...changed } = change(rules, host);
    const folder = folderOf({ "t.wsdl": importing(url) });
    const error = await vendorImports(at(folder), { ...rules, ...changed }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(RemoteRefused);
    expect(readdirSync(folder)).toEqual(["t.wsdl"]);
    expect(existsSync(join(folder, "remote"))).toBe(false);
    return { message: (error as RemoteRefused).message, asked };
  }

  test("from a host that was not named", async () => {
    const { message, asked } = await refusal(serveFar, (_rules, host) => ({
      hosts: new Set([host.replace(/\d+$/, "1")]),
    }));
    expect(message).toMatch(/is on schemas\.example:\d+, which is not among the hosts we may ask$/);
    expect(asked).toEqual([]);
  });

  test.each(["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "169.254.169.254"])(
    "from %s, named or not",
    async (literal) => {
      const { message, asked } = await refusal(
        serveFar,
        ({ hosts: _hosts, mayConnectTo: _may, ...rules }, host) => {
          const url = new URL(`http://${literal}:${host.split(":")[1]}/far.xsd`);
          return { ...rules, url: url.href, hosts: new Set([url.host]), mayConnectTo: undefined! };
        },
      );
      expect(message).toContain("is on an address that is not public");
      expect(asked).toEqual([]);
    },
  );

  test.each([
    ["a name of this machine", ["127.0.0.1"]],
    ["a name with a good and a bad address", ["93.184.215.14", "::ffff:10.0.0.1"]],
    ["a name without an address", []],
  ])("from %s", async (_what, addresses) => {
    const { message, asked } = await refusal(serveFar, () => ({
      mayConnectTo: undefined!,
      addressesOf: () =>
        Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))),
    }));
    expect(message).toContain("is on an address that is not public");
    expect(asked).toEqual([]);
  });

  test("from another address than the one that was checked, however names change", async () => {
    const answers = [["127.0.0.1"], ["127.0.0.2"]];
    let looked = 0;
    const { message, asked } = await refusal(
      ({ url }, response) => response.writeHead(500).end(url),
      () => ({
        addressesOf: () => Promise.resolve(answers[looked++]!.map((address) => ({ address, family: 4 }))),
      }),
    );
    // One look, and the connection goes where it led.
    expect([looked, asked.length]).toEqual([1, 1]);
    expect(message).toContain("was answered with HTTP 500");
  });

  test.each<[string, RequestListener, string]>([
    [
      "elsewhere",
      (_request, response) => response.writeHead(302, { location: "http://127.0.0.1/" }).end(),
      "is somewhere else (HTTP 302)",
    ],
    ["too large", (_request, response) => response.end("x".repeat(2_000)), "has more than 1000 bytes"],
    [
      "compressed",
      (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("x"),
      "came compressed, unasked",
    ],
    ["no XML", (_request, response) => response.end("<html><br></html>"), "is not XML"],
    [
      "with a DTD",
      (_request, response) => response.end('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
      "is not XML: A document type declaration",
    ],
    [
      "half of it",
      (_request, response) =>
        response.writeHead(200, { "content-length": "100" }).end("<a/>", () => response.destroy()),
      "could not be fetched",
    ],
  ])("when it is %s", async (_what, answer, message) => {
    expect((await refusal(answer, () => ({ bytesMax: 1_000 }))).message).toContain(message);
  });

  test("when it takes for ever", async () => {
    const { message } = await refusal(
      () => {},
      () => ({ timeoutMs: 50 }),
    );
    expect(message).toContain("was not there after 50 ms");
  });

  test("with a password in its URL, which is not printed", async () => {
    const { message } = await refusal(serveFar, (_rules, host) => ({
      url: `http://me:secret@${host}/far.xsd`,
    }));
    expect(message).toMatch(/^schemas\.example:\d+ is asked with a password in the URL$/);
  });
});
