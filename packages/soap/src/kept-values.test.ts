import { collect, heapBytes, testCall } from "@portico/core/testing";
import { expect, test } from "vitest";
import { cannedHttp, soapBody } from "../test/canned-http.ts";
import { echoResponse } from "../test/oddities/echo.ts";
import { odditiesContract } from "../test/oddities/generated/oddities.gen.ts";
import { soapClient } from "./client.ts";
import { defaultXmlLimits } from "./xml/limits.ts";
import { XmlReader } from "./xml/reader.ts";

const DOCUMENTS = 400;
const DOCUMENT_BYTES = 40_000;
const WORDS = [
  "some twenty characters",
  "the last letter is ö",
  "über einen ist er lang",
  "größer als ein Stück",
];

test("one value of an answer that is kept does not keep the answer's text", async () => {
  const tree = "<tree><leaf>a leaf</leaf></tree>";
  const trees = tree.repeat(DOCUMENT_BYTES / tree.length);
  const kept: unknown[] = [];
  const http = cannedHttp(() => {
    const word = WORDS[kept.length % WORDS.length];
    return soapBody(echoResponse(`<tree><leaf>${word}</leaf>${trees}</tree>`));
  });
  const client = soapClient(odditiesContract, { url: "http://oddities.example/", http });
  collect("major");
  const before = heapBytes();
  for (let i = 0; i < DOCUMENTS; i++)
    kept.push((await client.Echo({ shape: [], item: [] }, testCall())).tree?.leaf[0]);
  collect("major");
  // What V8 makes of the code it has run by then is in it.
  expect((heapBytes() - before) / DOCUMENTS).toBeLessThan(DOCUMENT_BYTES / 5);
  expect(kept).toEqual(kept.map((_, i) => WORDS[i % WORDS.length]));
});

test("namespaces of hostile length are gone with their documents", () => {
  const read = (i: number) => {
    const bytes = Buffer.from(`<a xmlns:p="${i}${"u".repeat(DOCUMENT_BYTES)}"/>`);
    const reader = new XmlReader(bytes, defaultXmlLimits);
    do reader.advance();
    while (reader.tag !== "eof");
  };
  read(-1);
  collect("major");
  const before = heapBytes();
  for (let i = 0; i < 100; i++) read(i);
  collect("major");
  expect((heapBytes() - before) / 100).toBeLessThan(DOCUMENT_BYTES / 5);
});
