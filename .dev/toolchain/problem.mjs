// @ts-check

const LINES_SHOWN = 12;

/** Something the person at the keyboard has to know: what is wrong, what to do, and what the tool said. */
export class Problem extends Error {
  /**
   * @param {string} what
   * @param {string} whatToDo
   * @param {readonly string[]} [said] by the tool that failed: its last lines are shown
   */
  constructor(what, whatToDo, said = []) {
    super([...said.slice(-LINES_SHOWN).map((line) => `  ${line}`), what, whatToDo].join("\n"));
  }
}
