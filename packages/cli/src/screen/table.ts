const GAP = 2;
const COLUMN_CHARACTERS_MIN = 12;

/** How a cell is shown, once it has its place. */
export type Paint = (cell: string, column: number) => string;

const INDENT = "  ";

/** Rows in aligned columns, at most `width` characters wide; what is longer wraps inside its column. */
export function renderTable(
  rows: readonly (readonly string[])[],
  width: number,
  paint: Paint = (cell) => cell,
): string {
  const widths = columnWidths(rows, width - INDENT.length);
  return rows
    .flatMap((row) => {
      const cells = row.map((cell, column) => wrap(cell, widths[column]!));
      const height = Math.max(...cells.map(({ length }) => length));
      return Array.from({ length: height }, (_, line) =>
        cells
          .map((cell, column) => {
            const text = cell[line] ?? "";
            const isLast = column === cells.length - 1;
            const padding = isLast ? "" : " ".repeat(widths[column]! - lengthOf(text) + GAP);
            return `${text === "" ? "" : paint(text, column)}${padding}`;
          })
          .join("")
          .trimEnd(),
      );
    })
    .map((line) => `${INDENT}${line}\n`)
    .join("");
}

/** As wide as needed; where that is too much, the widest gives way first. */
function columnWidths(rows: readonly (readonly string[])[], width: number): readonly number[] {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(1, ...rows.map((row) => lengthOf(row[column] ?? ""))),
  );
  for (;;) {
    const excess = widths.reduce((sum, one) => sum + one, GAP * (columns - 1)) - width;
    const widest = widths.indexOf(Math.max(...widths));
    const narrower = Math.max(COLUMN_CHARACTERS_MIN, widths[widest]! - excess, secondOf(widths));
    if (excess <= 0 || widths[widest]! <= COLUMN_CHARACTERS_MIN) return widths;
    widths[widest] = narrower === widths[widest] ? narrower - 1 : narrower;
  }
}

/** The second largest. */
const secondOf = (numbers: readonly number[]): number => numbers.toSorted((a, b) => b - a)[1] ?? 0;

/** Lines of at most `width` characters, broken between words where there are any. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (lengthOf(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = piecesOf(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  return [...lines, line];
}

function piecesOf(word: string, width: number): readonly string[] {
  const all = charactersOf(word);
  const count = Math.max(1, Math.ceil(all.length / width));
  return Array.from({ length: count }, (_, index) => all.slice(index * width, (index + 1) * width).join(""));
}

// What people call a character: an accent written apart, or a flag of two letters, takes no cell of its own.
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const charactersOf = (text: string): readonly string[] =>
  Array.from(characters.segment(text), ({ segment }) => segment);
const lengthOf = (text: string): number =>
  /^[\u0020-\u007e]*$/.test(text) ? text.length : charactersOf(text).length;
