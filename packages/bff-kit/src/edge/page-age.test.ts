import type { AnswerAge } from "@portico/core";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createBff } from "../app.ts";
import { screensOver } from "../screen/screen.ts";
import { testBff } from "../testing/test-bff.ts";
import { PageAge } from "./page-age.ts";

const pageOf = (...parts: readonly AnswerAge[]): PageAge => {
  const page = new PageAge();
  for (const part of parts) page.add(part);
  return page;
};
const hit = (ageMs: number, freshMsLeft: number): AnswerAge => ({ from: "hit", ageMs, freshMsLeft });
const miss = (freshMsLeft: number): AnswerAge => ({ from: "miss", ageMs: 0, freshMsLeft });

describe("a page made of several answers", () => {
  test.each([
    [
      "is as old as its oldest and as fresh as its least fresh",
      [hit(3_500, 6_000), hit(500, 4_999)],
      "3",
      "web; hit; ttl=4",
    ],
    [
      "is a miss when one part was",
      [hit(9_000, 1_000), miss(5_000)],
      "9",
      'web; fwd=miss; ttl=1; detail="1 of 2 parts hit"',
    ],
    [
      "says that others had asked already",
      [{ ...miss(5_000), from: "collapsed" as const }],
      "0",
      "web; fwd=miss; ttl=5; collapsed",
    ],
    ["says for how long a part has not been fresh", [hit(70_000, -10_000)], "70", "web; hit; ttl=-10"],
    [
      "says that a system was asked for what is stale",
      [hit(1_000, 1_000), { ...hit(70_000, -10_000), from: "stale" as const }],
      "70",
      'web; fwd=stale; ttl=-10; detail="1 of 2 parts hit"',
    ],
  ])("%s", (_, parts, age, status) => {
    expect(pageOf(...parts).headers("web", true)).toEqual({ age, "cache-status": status });
  });

  test("is no hit when a section is missing: its system was asked", () => {
    const status = 'web; fwd=miss; ttl=1; detail="1 of 1 parts hit"';
    expect(pageOf(hit(0, 1_000)).headers("web", false)).toEqual({ age: "0", "cache-status": status });
  });

  test("that asked nobody has no age", () => {
    expect(pageOf().headers("web", true)).toEqual({});
  });

  test.each([
    ["a user's is never kept without asking", "user", true, [hit(0, 60_000)], "private, no-cache"],
    [
      "what is for everybody is kept while all of it is fresh",
      "public",
      true,
      [hit(3_000, 7_500), miss(60_000)],
      "public, max-age=10",
    ],
    ["not when a section is missing", "public", false, [hit(3_000, 7_500)], "public, no-cache"],
    [
      "not when a part is no longer fresh",
      "public",
      true,
      [hit(3_000, 7_500), hit(9_000, -1)],
      "public, no-cache",
    ],
    ["not when nobody knows how fresh it is", "public", true, [], "public, no-cache"],
  ] as const)("%s", (_, audience, complete, parts, control) => {
    expect(pageOf(...parts).control(audience, complete)).toBe(control);
  });
});

describe("a public screen", () => {
  interface Ports {
    readonly read: (
      part: AnswerAge,
      call: { onAnswer?: (age: AnswerAge) => void; identity: unknown },
    ) => Promise<string>;
  }
  const screen = screensOver<Ports>()("/offers", {
    name: "offers",
    summary: "Offers",
    budgetMs: 1_000,
    audience: "public",
  })
    .required("offers", {
      schema: z.string(),
      example: "wine",
      from: ["read"],
      load: ({ read }, { call }) => read(hit(2_000, 8_000), call),
    })
    .optional("mine", {
      schema: z.string(),
      example: "100001",
      from: ["read"],
      load: async (_, { user }) => user.customerId,
    });
  const asked: unknown[] = [];
  const app = createBff<Ports>({
    ...testBff,
    screens: [screen],
    ports: {
      read: async (part, call) => {
        asked.push(call.identity);
        call.onAnswer?.(part);
        return "wine";
      },
    },
    health: () => ({ redis: { state: "down", reason: "ECONNREFUSED" } }),
  });

  test("is answered to anybody, and never learns who asks", async () => {
    const response = await app.request("/offers", { headers: { "x-portico-user": "100001" } });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      offers: "wine",
      mine: null,
      sectionStates: { mine: { state: "unavailable", reason: "internal_error" } },
    });
    expect(asked).toEqual([null]);
    expect(response.headers.get("vary")).toBe("Accept");
    expect(response.headers.get("cache-control")).toBe("public, no-cache");
    expect(response.headers.get("cache-status")).toBe(
      'portico-test; fwd=miss; ttl=8; detail="1 of 1 parts hit"',
    );
    expect(response.headers.get("age")).toBe("2");
  });

  test("asks nobody to sign in, in its description too", async () => {
    const document = (await (await app.request("/openapi.json")).json()) as {
      paths: Record<string, { get: { security: unknown; responses: object } }>;
    };
    const { security, responses } = document.paths["/offers"]?.get ?? {};
    expect(security).toEqual([]);
    expect(responses).not.toHaveProperty("401");
  });

  test("what pages can do without is shown by readiness, and no reason to be unready", async () => {
    const response = await app.request("/health/ready");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: "ready",
      redis: { state: "down", reason: "ECONNREFUSED" },
    });
  });
});
