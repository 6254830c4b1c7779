import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { integerParam } from "./input.ts";
import { screensOver } from "./screen.ts";

interface Ports {
  readonly names: (id: string) => Promise<string>;
  readonly counts: () => Promise<number>;
}

const begin = () =>
  screensOver<Ports>()("/people/{id}", {
    name: "person",
    summary: "A person",
    budgetMs: 1_000,
    path: z.object({ id: z.string() }),
    query: z.object({ page: integerParam({ min: 1, max: 9, default: 1 }), word: z.string().optional() }),
  });

const name = { schema: z.string(), example: "Ada" };

// `tsc` judges this file: a line below that is no error any more is one.
test("a screen that contradicts itself does not compile", () => {
  const { sections } = begin().required("name", {
    ...name,
    from: ["names"],
    async load({ names }, { user, path, query }) {
      expectTypeOf(user.customerId).toBeString();
      expectTypeOf(path).toEqualTypeOf<{ id: string }>();
      expectTypeOf(query).toEqualTypeOf<{ page: number; word?: string | undefined }>();
      return names(path.id);
    },
  });
  expect(sections).toMatchObject([{ name: "name", need: "required", from: ["names"], after: [] }]);

  begin().required("name", {
    ...name,
    // @ts-expect-error -- there is no such port
    from: ["addresses"],
    load: async () => "Ada",
  });

  begin().required("name", {
    ...name,
    from: ["names"],
    // @ts-expect-error -- it asks a port it does not name in `from`
    load: async ({ counts }) => `${await counts()}`,
  });

  begin().required("name", {
    ...name,
    from: ["names"],
    // @ts-expect-error -- there is no such path parameter
    load: ({ names }, { path }) => names(path.sku),
  });

  begin().required("name", {
    ...name,
    from: ["names"],
    // @ts-expect-error -- a number is not what the schema says
    load: async () => 1,
  });

  begin().required("name", {
    schema: z.object({ first: z.string(), last: z.string() }),
    example: { first: "Ada", last: "Lovelace" },
    from: [],
    // @ts-expect-error -- a member is missing
    load: async () => ({ first: "Ada" }),
  });

  begin().required("name", {
    schema: z.string(),
    // @ts-expect-error -- the example is not what the schema says
    example: 1,
    from: [],
    load: async () => "Ada",
  });

  // @ts-expect-error -- how old may it be?
  begin().staleOk("name", { ...name, from: [], load: async () => "Ada" });

  begin().optional("name", {
    ...name,
    from: [],
    load: async () => "Ada",
    otherwise: {
      example: "A.",
      // @ts-expect-error -- what is left of it has to fit its schema as well
      load: async () => null,
    },
  });
});

test("a section sees those it comes after, as what they give, and no other", () => {
  const counted = begin()
    .optional("count", { schema: z.number(), example: 1, from: ["counts"], load: ({ counts }) => counts() })
    .optional("name", { ...name, from: [], load: async () => "Ada" });

  counted.optional("next", {
    schema: z.number(),
    example: 2,
    from: [],
    after: ["count"],
    async load(_, { section }) {
      const count = await section("count");
      expectTypeOf(count).toBeNumber();
      return count + 1;
    },
  });

  counted.optional("next", {
    schema: z.number(),
    example: 2,
    from: [],
    // @ts-expect-error -- there is no such section before it
    after: ["next"],
    load: async () => 2,
  });

  counted.optional("next", {
    ...name,
    from: [],
    after: ["count"],
    // @ts-expect-error -- it does not say that it comes after this one
    load: (_, { section }) => section("name"),
  });

  // A screen is a value: what was made of it above is another.
  expect(counted.sections.map((section) => section.name)).toEqual(["count", "name"]);
});
