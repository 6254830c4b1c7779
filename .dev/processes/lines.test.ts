import { PassThrough } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eachLine } from "./lines.mjs";

/** What `eachLine` makes of these pieces. */
async function linesOf(pieces: readonly (string | Buffer)[]): Promise<string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  eachLine(stream, (line) => lines.push(line));
  for (const piece of pieces) stream.write(piece);
  stream.end();
  await new Promise((resolve) => stream.once("end", resolve));
  return lines;
}

test("lines do not depend on how the stream was cut, not even inside a character", async () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n]/g, "ü"));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 7 }), async (lines, size) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(await linesOf(pieces)).toEqual(lines);
    }),
  );
});

test("a last line needs no end, and Windows' ends are no part of a line", async () => {
  expect(await linesOf(["one\r\ntwo\r", "\nthree"])).toEqual(["one", "two", "three"]);
});

test("a line without end is cut before it fills our memory", async () => {
  const [line, ...others] = await linesOf([
    ...Array.from({ length: 100 }, () => "x".repeat(10_000)),
    "\nnext\n",
  ]);
  expect(line).toHaveLength(65_536);
  expect(others).toEqual(["next"]);
});
