import { createMockServer, environmentFor } from "@portico/mock-server";
import { expect, onTestFinished, test } from "vitest";
import { isLong, TIMEOUT_MS } from "./form.ts";
import { anyPage, load, statusesOf } from "./load.ts";
import { expectAsBefore, healed, settled } from "./settled.ts";
import { startBff } from "./started-bff.ts";

const REQUESTS_A_DAY = 500;
/** What leaks on a good day would have been found; failures take other ways. */
const DAYS = ["healthy", "intermittent", "refuses", "resets-mid-body", "malformed"];
const LONG_MS = 10 * 60_000;
const SHORT_ROUNDS = 3;

test(
  "however many pages are served, on good days and bad, nothing grows: memory, connections, timers, listeners",
  { timeout: TIMEOUT_MS },
  async () => {
    const mocks = await createMockServer();
    onTestFinished(() => mocks.close());
    // A cache that is full from the first round on: what grows is not what is remembered.
    const bff = await startBff({ ...environmentFor(mocks.origin), CACHE_BYTES_MAX: "2000000" });
    const idle = await bff.inside();
    const systems = [mocks.crm, mocks.erp, mocks.catalog];

    const switchTo = (name: string) => systems.forEach((system) => system.switchTo({ name }));
    const atRest = async () => {
      switchTo("healthy");
      await healed(bff);
      return settled(bff, idle);
    };
    /** All the days there are. Each thirty-seventh client does not wait for its answer. */
    const round = async () => {
      for (const name of DAYS) {
        switchTo(name);
        const answers = await load(bff.url, {
          clients: 8,
          requests: REQUESTS_A_DAY,
          question: anyPage,
          leaves: (n) => n % 37 === 36,
        });
        // Some customers were deleted: they have no home.
        for (const status of statusesOf(answers)) expect([200, 404, 502, 503]).toContain(status);
      }
    };
    await round();
    await round();
    const before = await atRest();
    const startMs = performance.now();
    for (
      let rounds = 0;
      isLong ? performance.now() - startMs < LONG_MS : rounds < SHORT_ROUNDS;
      rounds += 1
    ) {
      await round();
    }
    expectAsBefore(await atRest(), before);
  },
);
