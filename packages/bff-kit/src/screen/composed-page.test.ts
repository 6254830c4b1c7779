import { expect, test } from "vitest";
import { composePage, type Outcome } from "./composed-page.ts";
import { page } from "./testing/page.ts";
import { textOf, view } from "./view.ts";

const screen = page;
const card = view((answer: { readonly name: string }) => ({ title: answer.name }));

/** As a screen shows it for the second time, and from then on. */
function kept(name: string) {
  const answer = Object.freeze({ name });
  card(answer);
  return () => card(answer);
}
const fresh = (data: unknown): Outcome => ({ data, json: textOf(data) ?? "", state: undefined });
const names = screen.sections.map((section) => section.name);
const bodyOf = (titles: readonly string[]) =>
  JSON.stringify({
    ...Object.fromEntries(titles.map((title, i) => [names[i], { title }])),
    sectionStates: {},
  });

test("a page of views that are kept is written once", () => {
  const views = names.map((name) => kept(name));
  const compose = () =>
    composePage(
      screen,
      views.map((show) => fresh(show())),
    );
  const first = compose();
  expect(first.body.toString()).toBe(bodyOf(names));
  expect(compose()).toBe(first);
});

test("two customers who see the same offers first never see each other's page", () => {
  const offers = kept("offers");
  const compose = (customer: readonly (() => object)[]) =>
    composePage(screen, [fresh(offers()), ...customer.map((show) => fresh(show()))]);
  const [ada, eve] = ["Ada", "Eve"].map((name) =>
    names.slice(1).map((section) => kept(`${section} ${name}`)),
  );
  for (let asked = 0; asked < 3; asked += 1) {
    for (const [name, own] of [["Ada", ada!] as const, ["Eve", eve!] as const]) {
      const { body, etag } = compose(own);
      const titles = ["offers", ...names.slice(1).map((section) => `${section} ${name}`)];
      expect(body.toString()).toBe(bodyOf(titles));
      expect(compose(own).etag).toBe(etag);
    }
  }
  expect(compose(ada!).etag).not.toBe(compose(eve!).etag);
});

test("a page with a section that is not fresh says so, whatever was sent before", () => {
  const views = names.map((name) => kept(name));
  const outcomes = views.map((show) => fresh(show()));
  expect(composePage(screen, outcomes).complete).toBe(true);
  const state = { state: "stale", reason: "backend_timeout", asOf: "2026-11-22T10:00:00.000Z" } as const;
  const marked = composePage(
    screen,
    outcomes.map((outcome, i) => (i === 0 ? { ...outcome, state } : outcome)),
  );
  expect(marked.complete).toBe(false);
  expect(JSON.parse(marked.body.toString())).toMatchObject({ sectionStates: { [names[0]!]: state } });
  expect(composePage(screen, outcomes).complete).toBe(true);
});

test("what may change between two pages is written each time", () => {
  const data = { title: "Ada" };
  const outcomes = () => names.map(() => fresh(data));
  const before = composePage(screen, outcomes());
  data.title = "Eve";
  const after = composePage(screen, outcomes());
  expect(after.body.toString()).toContain("Eve");
  expect(after.etag).not.toBe(before.etag);
});
