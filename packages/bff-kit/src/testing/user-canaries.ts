import { observe } from "@portico/observability";
import { openTestRedis, type TestRedis } from "@portico/redis/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { BadDaysOptions, SimulatedEstate } from "./bad-days.ts";

export interface UserCanariesOptions extends Pick<BadDaysOptions, "screens" | "urlsOf"> {
  readonly service: { readonly name: string };
  /** With the Redis that this environment names. */
  readonly open: (environment: Record<string, string>) => Promise<SimulatedEstate>;
  /** Customers with orders of their own. */
  readonly users: readonly string[];
}

interface Asked {
  readonly user: string;
  readonly url: string;
}

/** An answer as it lies in Redis. */
interface Kept {
  readonly asOfMs: number;
  readonly tags: readonly string[];
  readonly answer: unknown;
}

/**
 * Several users ask for everything at the same time, for their own and for each other's, on every day every system can
 * have: nothing of one of them is in an answer, a header, a log line or a cache entry of another.
 */
export function userCanaries({ service, screens, urlsOf, open, users }: UserCanariesOptions): void {
  describe("while users ask at the same time, nothing of one reaches another", () => {
    let redis: TestRedis;
    let estate: SimulatedEstate;
    const lines: string[] = [];
    let observed: ReturnType<typeof observe>;
    let questions: readonly Asked[];
    let canaries: ReadonlyMap<string, readonly string[]>;

    beforeAll(async () => {
      redis = await openTestRedis();
      estate = await open({ REDIS_URL: redis.url, REDIS_COMMAND_MS_MAX: "1000" });
      observed = observe({
        service,
        level: "debug",
        destination: { write: (line) => void lines.push(line) },
        clock: estate.clock,
      });
      await untilRemembered();
      const own = await Promise.all(
        users.map(async (user) => {
          const urls = await urlsOf(askAs(user));
          return { user, urls: screens.map(({ name }) => urls[name] ?? "") };
        }),
      );
      canaries = await canariesOf(estate, own, async () => {
        await untilRemembered();
        return remembered().flatMap(({ user, text }) => (user === undefined ? [text] : []));
      });
      questions = users.flatMap((user) =>
        own.flatMap(({ urls }) => [...new Set(urls)].map((url) => ({ user, url }))),
      );
    }, 30_000);
    afterAll(async () => {
      await observed.close();
      await estate.close();
      await redis.close();
    });

    const askAs = (user: string) => (url: string) => estate.get(url, headersOf(user, 0));
    /** Sends them all before the first is answered, and lets time pass until the last is. */
    const askAll = async () => {
      lines.length = 0;
      let settled = 0;
      const answers = shuffled(questions).map(async ({ user, url }, at) => {
        const response = await estate.get(url, headersOf(user, at));
        const head = [...response.headers].map((header) => header.join(": ")).join("\n");
        const text = `${head}\n${await response.text()}`;
        settled += 1;
        return { user, url, status: response.status, text };
      });
      await vi.waitFor(
        async () => {
          await estate.clock.advance(STEP_MS);
          expect(settled).toBe(answers.length);
        },
        { interval: 4, timeout: 15_000 },
      );
      return Promise.all(answers);
    };

    const expectNoForeignCanary = (
      texts: readonly { readonly user: string | undefined; readonly text: string }[],
    ) => {
      for (const { user, text } of texts) {
        for (const [owner, theirs] of canaries) {
          const found = owner === user ? undefined : theirs.find((canary) => holds(text, canary));
          if (found !== undefined)
            expect.fail(`${user ?? "everybody"} can read ${owner}'s ${found} in ${text}`);
        }
      }
    };
    const kept = () => redis.values("portico:cache:*:value").map((text) => JSON.parse(text) as Kept);
    /** All that lies in a cache others can read, each with the user it was kept for; `undefined`: for everybody. */
    const remembered = () =>
      // The key holds what was asked for, which may be somebody else's; the answer must not.
      kept().map(({ tags, answer }) => ({
        user: tags.find((tag) => tag.startsWith("customer:"))?.slice("customer:".length),
        text: JSON.stringify(answer),
      }));
    /**
     * Until all that was answered lies there: Redis is found a moment after the first request, and does in turn what it is
     * told. What it was not told would be taken for one user's, and found with everybody later.
     */
    const untilRemembered = async () => {
      const beginMs = estate.clock.epochMs();
      await vi.waitFor(async () => {
        await estate.clock.advance(OLD_MS);
        await Promise.all(users.map((user) => urlsOf(askAs(user))));
        expect(kept().some(({ asOfMs }) => asOfMs > beginMs)).toBe(true);
      }, 10_000);
    };
    /** The lines a user's requests have caused; the request id says whose they are. */
    const logged = () =>
      lines.map((text) => ({
        user: /"requestId":"canary-(\w+)-\d+"/.exec(text)?.[1],
        text: withoutRequestId(text),
      }));

    test("each has canaries, and they are found where they belong", async () => {
      for (const user of users) expect(canaries.get(user)?.length).toBeGreaterThan(3);
      const answers = await askAll();
      for (const user of users) {
        const own = answers
          .filter((answer) => answer.user === user)
          .map(({ text }) => text)
          .join("\n");
        for (const canary of canaries.get(user) ?? []) expect(own).toContain(canary);
      }
      expectNoForeignCanary(answers);
    });

    test("on every day every system can have", async () => {
      const statuses = new Set<number>();
      for (const system of estate.systems) {
        for (const { name } of system.scenarios) {
          // Memories are filled and circuits closed, then time makes all that is remembered old.
          await askAll();
          await estate.clock.advance(OLD_MS);
          system.switchTo({ name });
          const answers = await askAll();
          for (const { status } of answers) statuses.add(status);
          expectNoForeignCanary(answers);
          expectNoForeignCanary(logged());
          expectNoForeignCanary(remembered());
          system.switchTo({ name: "healthy" });
          await estate.clock.advance(OLD_MS);
        }
      }
      expect([...statuses]).toEqual(expect.arrayContaining([200, 404, 503]));
    }, 120_000);
  });
}

const STEP_MS = 50;
const OLD_MS = 20_000;

const headersOf = (user: string, at: number) => ({
  "x-portico-user": user,
  "x-request-id": `canary-${user}-${at}`,
});

/** A request id is chosen by its client, and names its user here only. */
const withoutRequestId = (line: string): string => line.replace(/"requestId":"[^"]*"/, "");

/** What only one of them is told, and is no product: every text of some length in the answers to their own questions. */
async function canariesOf(
  estate: SimulatedEstate,
  own: readonly { readonly user: string; readonly urls: readonly string[] }[],
  forEverybody: () => Promise<readonly string[]>,
): Promise<Map<string, string[]>> {
  const texts = await Promise.all(
    own.map(async ({ user, urls }) => {
      const bodies = await Promise.all(
        urls.map(async (url) => (await estate.get(url, headersOf(user, 0))).json()),
      );
      return { user, words: new Set(bodies.flatMap(longWordsOf)) };
    }),
  );
  const publicText = (await forEverybody()).join("\n");
  const toldTo = texts.map(({ user, words }) => ({ user, text: [...words].join("\n") }));
  const isOwn = (user: string, word: string) =>
    !publicText.includes(word) && toldTo.every((other) => other.user === user || !other.text.includes(word));
  return new Map(
    texts.map(({ user, words }) => [user, [user, ...words].filter((word) => isOwn(user, word))]),
  );
}

function longWordsOf(value: unknown): string[] {
  if (typeof value === "string") return TELLING.test(value) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(longWordsOf) : [];
}

/** Names and long numbers. An amount or a date is found by chance in a duration or a time of day. */
const TELLING = /^(?=.{6})(?:.*\p{L}{3}|\d{9,}$)/u;

/** As a word of its own: the digits of a customer number are found by chance in a trace id. */
function holds(text: string, canary: string): boolean {
  for (let at = text.indexOf(canary); at !== -1; at = text.indexOf(canary, at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + canary.length] ?? " "}`;
    if (!/\w/.test(around)) return true;
  }
  return false;
}

let seed = 7;
/** In another order each time, and the same orders in each run. */
function shuffled<T>(items: readonly T[]): T[] {
  const ranked = items.map((item) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return { item, rank: seed };
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ item }) => item);
}
