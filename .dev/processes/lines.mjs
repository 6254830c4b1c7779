// @ts-check

// A child that writes without an end of line must not fill our memory.
const LINE_CHARS_MAX = 65_536;

/**
 * Hands over what a stream says, line by line; a longer line is cut.
 *
 * @param {import("node:stream").Readable} stream
 * @param {(line: string) => unknown} onLine
 */
export function eachLine(stream, onLine) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (/** @type {string} */ text) => {
    const lines = (rest + text).split("\n");
    rest = (lines.pop() ?? "").slice(0, LINE_CHARS_MAX);
    for (const line of lines) onLine(line.replace(/\r$/, "").slice(0, LINE_CHARS_MAX));
  });
  stream.on("end", () => rest !== "" && onLine(rest));
}
