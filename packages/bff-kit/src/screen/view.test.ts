import { expect, test } from "vitest";
import { textOf, view } from "./view.ts";

const remembered = (name: string) => Object.freeze({ name });

test("an answer that is shown again and again is made into its view twice", () => {
  let made = 0;
  const card = view((answer: { readonly name: string }) => ({ title: answer.name, times: ++made }));
  const ada = remembered("Ada");
  expect([card(ada), card(ada), card(ada), card(ada)].map(({ times }) => times)).toEqual([1, 2, 2, 2]);
  expect(textOf(card(ada))).toBe('{"title":"Ada","times":2}');
});

test("equal answers of two customers are two answers", () => {
  const card = view((answer: { readonly name: string }) => ({ title: answer.name }));
  const [ada, eve] = [remembered("Ada"), remembered("Eve")];
  for (let shown = 0; shown < 3; shown += 1) {
    expect(textOf(card(ada))).toBe('{"title":"Ada"}');
    expect(textOf(card(eve))).toBe('{"title":"Eve"}');
  }
});

test("an answer that may change is made into its view each time", () => {
  const card = view((answer: { name: string }) => ({ title: answer.name }));
  const changing = { name: "Ada" };
  card(changing);
  card(changing);
  changing.name = "Eve";
  expect(card(changing)).toEqual({ title: "Eve" });
});

test("a view that many pages show cannot be changed by one of them", () => {
  const rows = view((answer: { readonly name: string }) => [{ cells: [answer.name] }]);
  const ada = remembered("Ada");
  rows(ada);
  expect(() => rows(ada)[0]?.cells.push("Eve")).toThrow(TypeError);
  expect(textOf(rows(ada))).toBe('[{"cells":["Ada"]}]');
});

test("data that no view made is written as it is now", () => {
  const data = { rows: [1] };
  expect(textOf(data)).toBe('{"rows":[1]}');
  data.rows.push(2);
  expect(textOf(data)).toBe('{"rows":[1,2]}');
  expect(textOf(null)).toBe("null");
  expect(textOf(undefined)).toBeUndefined();
});
