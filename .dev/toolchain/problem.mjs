// @ts-check

/** Something the person at the keyboard has to know: what is wrong, what to do, and what the tool said. */
export class Problem extends Error {
  /**
   * @param {string} what
   * @param {string} whatToDo
   * @param {readonly string[]} [said] the last lines of the tool that failed
   */
  constructor(what, whatToDo, said = []) {
    super([...said.map((line) => `  ${line}`), what, whatToDo].join("\n"));
  }
}
