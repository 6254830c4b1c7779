import { openTestRedis } from "@portico/redis/testing";
import { startContender } from "../page/contender.ts";
import { cachedPage, type Environment } from "../page/contenders.ts";
import { quantile } from "../page/rounds.ts";
import type { Section } from "../page/section.ts";
import { anotherCustomer } from "../page/sections.ts";
import { table } from "../table.ts";
import { paced } from "./paced.ts";

const PER_SECOND = 50;
const ADDED_MS_MAX = 50;

/** What a page takes whose cache's Redis is not well, beside one that has none. */
export async function illRedis(environment: Environment, caseMs: number): Promise<Section> {
  const redis = await openTestRedis();
  const withRedis = { ...environment, REDIS_URL: redis.url };
  try {
    const alone = await pages(environment, caseMs);
    const rows = [
      { name: "none", ...alone },
      { name: "well", ...(await pages(withRedis, caseMs)) },
      {
        name: "another password",
        ...(await pages({ ...environment, REDIS_URL: redis.url.replace("//", "//:guess@") }, caseMs)),
      },
      { name: "hangs", ...(await pages(withRedis, caseMs, () => redis.hang())) },
    ];
    redis.resume();
    rows.push({ name: "is killed", ...(await pages(withRedis, caseMs, () => redis.stop())) });
    return {
      text: table(
        [`Redis, at ${PER_SECOND} uncached pages a second`, "not 200", "p50 ms", "p99 ms"],
        rows.map(({ name, failed, problems, p50Ms, p99Ms }) => [
          name,
          [failed, ...problems].join(" "),
          p50Ms.toFixed(1),
          p99Ms.toFixed(1),
        ]),
      ),
      figures: rows,
      goals: [
        {
          what: "ill Redis: ms added to a page, worst p99",
          measured: Math.max(...rows.map(({ p99Ms }) => p99Ms)) - alone.p99Ms,
          atMost: ADDED_MS_MAX,
        },
        {
          what: "ill Redis: pages that failed",
          measured: rows.reduce((sum, { failed }) => sum + failed, 0),
          atMost: 0,
        },
      ],
    };
  } finally {
    await redis.close();
  }
}

async function pages(environment: Environment, durationMs: number, befalls?: () => void | Promise<void>) {
  const bff = await startContender(cachedPage(environment));
  try {
    const next = anotherCustomer();
    await paced(bff.port, next, { perSecond: PER_SECOND, durationMs: 2_000 });
    await befalls?.();
    const { answers } = await paced(bff.port, next, { perSecond: PER_SECOND, durationMs });
    const latencies = answers.map(({ latencyMs }) => latencyMs);
    const failures = answers.filter(({ status }) => status !== 200);
    return {
      failed: failures.length,
      problems: [...new Set(failures.map(({ body }) => /"code":"(\w+)"/.exec(body)?.[1] ?? body))],
      p50Ms: quantile(latencies, 0.5),
      p99Ms: quantile(latencies, 0.99),
    };
  } finally {
    await bff.stop();
  }
}
