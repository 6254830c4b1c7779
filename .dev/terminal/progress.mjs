// @ts-check

/**
 * @typedef {object} Progress
 * @property {(text: string) => void} begin something that takes a while begins
 * @property {(text: string, milestone?: boolean) => void} update how far it is; only milestones reach a log file
 * @property {(text: string) => void} note something to know meanwhile
 * @property {(text: string) => void} done it ended, well or not
 */

/**
 * One line that rewrites itself on a terminal; plain lines, and few of them, anywhere else.
 *
 * @param {NodeJS.WriteStream} stream
 * @param {{ plain?: boolean }} [options] `plain`: no rewriting, because others write on the same screen
 * @returns {Progress}
 */
export function progressOn(stream, { plain = false } = {}) {
  // Nobody looks any more: the terminal was closed. What runs must still be stopped in order.
  stream.on("error", () => {});

  /** @param {string} text */
  const line = (text) => void stream.write(`${text}\n`);
  if (plain || !stream.isTTY || process.env["TERM"] === "dumb")
    return { begin: line, note: line, done: line, update: (text, milestone) => milestone && line(text) };

  let current = "";
  /** @param {string} text */
  const rewrite = (text) => {
    current = text;
    stream.write(`\r\u001B[2K${text.slice(0, (stream.columns || 80) - 1)}`);
  };
  return {
    begin: rewrite,
    update: rewrite,
    note(text) {
      const unfinished = current;
      rewrite("");
      line(text);
      if (unfinished !== "") rewrite(unfinished);
    },
    done(text) {
      rewrite("");
      line(text);
    },
  };
}
