import { ContractBroken } from "@portico/core";
import { describe, expect, test } from "vitest";
import { readJson } from "./json.ts";

const answerOf = (body: string | Uint8Array, contentType?: string) => ({
  status: 200,
  headers: contentType === undefined ? {} : { "content-type": contentType },
  body: typeof body === "string" ? Buffer.from(body) : body,
});

describe("JSON is read", () => {
  test.each([
    "application/json",
    "application/json; charset=utf-8",
    "application/json;charset=UTF-8",
    "Application/JSON ; charset=utf-8",
    "application/problem+json",
    "application/vnd.nordhaus.product-v1+json; q=1",
  ])("as %s", (contentType) => {
    expect(readJson(answerOf('{"name":"Grüner Veltliner"}', contentType))).toEqual({
      name: "Grüner Veltliner",
    });
  });

  test("behind a byte order mark, as .NET writes it", () => {
    expect(readJson(answerOf("\ufeff[1]", "application/json"))).toEqual([1]);
  });

  test("as UTF-8 whatever the header claims, because JSON is nothing else", () => {
    const contentType = "application/json; charset=iso-8859-1";
    expect(readJson(answerOf('"Köln"', contentType))).toBe("Köln");
    expect(() => readJson(answerOf(Buffer.from('"Köln"', "latin1"), contentType))).toThrow(ContractBroken);
  });

  test("with __proto__ as an ordinary name", () => {
    const value = readJson(answerOf('{"__proto__":{"admin":true}}', "application/json"));
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
    expect((value as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe("the contract is broken by", () => {
  test.each([
    ["no type", undefined],
    ["an empty type", ""],
    ["HTML", "text/html; charset=utf-8"],
    ["text", "text/plain"],
    ["a type that only begins like JSON", "application/jsonp"],
    ["a type that only ends like JSON", "text/x-json"],
    ["JSON lines", "application/json-seq"],
    ["two types", "application/json, text/html"],
  ])("%s", (_, contentType) => {
    expect(() => readJson(answerOf("{}", contentType))).toThrow(
      new ContractBroken("The answer is not JSON by its Content-Type."),
    );
  });

  test.each([
    ["an empty body", ""],
    ["half a body", '{"card":"4111-1111-SEC'],
    ["an HTML page", "<html>4111-1111-SECRET</html>"],
    ["something behind it", '{"a":1} 4111-1111-SECRET'],
    ["a single quote", "{'card':'4111-1111-SECRET'}"],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ["UTF-16", Buffer.from('{"a":1}', "utf16le")],
    ["an overlong encoding", Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ])("%s, and not a byte of it is in the error", (_, body) => {
    const error = (() => {
      try {
        return readJson(answerOf(body, "application/json"));
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ContractBroken);
    expect(error).toMatchObject({ message: "The answer is not well-formed JSON." });
    expect((error as Error).cause).toBeUndefined();
  });
});
