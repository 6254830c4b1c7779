import fc from "fast-check";
import { expect, test } from "vitest";
import { renderTable } from "./table.ts";

test("columns are aligned, and what is too long wraps between words", () => {
  const rows = [
    ["LeseKunde", "supported", ""],
    ["SucheKunden", "refused", "the attribute has a type nobody has defined"],
  ];
  expect(renderTable(rows, 80)).toBe(
    "  LeseKunde    supported\n  SucheKunden  refused    the attribute has a type nobody has defined\n",
  );
  expect(renderTable(rows, 50)).toBe(
    "  LeseKunde    supported\n" +
      "  SucheKunden  refused    the attribute has a type\n" +
      "                          nobody has defined\n",
  );
});

test("no line is wider than the screen, and nothing is lost", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "ü", "🍷"), minLength: 1, maxLength: 60 });
  const cell = fc.array(word, { maxLength: 8 }).map((words) => words.join(" "));
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 50, max: 160 }), (table, width) => {
      const lines = renderTable(table, width).split("\n");
      expect(Math.max(...lines.map((line) => Array.from(line).length))).toBeLessThanOrEqual(width);
      const letters = (text: string) => Array.from(text.replace(/\s/g, "")).toSorted().join("");
      expect(letters(lines.join(""))).toBe(letters(table.flat().join("")));
    }),
  );
});
