import { createMockServer, environmentFor } from "@portico/mock-server";
import { expect, onTestFinished, test } from "vitest";
import { flood } from "./flood.ts";
import { isLong, TIMEOUT_MS } from "./form.ts";
import { anyPage, load } from "./load.ts";
import { expectAsBefore, settled } from "./settled.ts";
import { startBff } from "./started-bff.ts";

const FLOODS = isLong ? 50 : 3;
/** What V8 once took from the system for a flood it gives back late or never: only what comes on top is growth. */
const FLOODS_BEFORE = isLong ? 10 : 3;
// Of pages that come out of memory: fewer are served before it is late for long enough.
const FLOOD = { connections: 100, requestsEach: 200 };

test(
  "asked for far more than it can do, it serves what it can, refuses the rest, and is afterwards as it was",
  { timeout: TIMEOUT_MS },
  async () => {
    const mocks = await createMockServer();
    onTestFinished(() => mocks.close());
    const bff = await startBff(environmentFor(mocks.origin));
    const idle = await bff.inside();
    // As it is after a while: whatever is hot is compiled.
    await load(bff.url, { clients: 8, requests: 2_000, question: anyPage });
    for (let i = 0; i < FLOODS_BEFORE; i += 1) await flood(bff.url, FLOOD);
    const before = await settled(bff, idle);

    const seen = { served: 0, refused: 0, otherwise: 0 };
    for (let i = 0; i < FLOODS; i += 1) {
      const { served, refused, otherwise } = await flood(bff.url, FLOOD);
      seen.served += served;
      seen.refused += refused;
      seen.otherwise += otherwise;
    }
    const after = await settled(bff, idle);
    expect(seen.otherwise).toBe(0);
    expect(seen.served + seen.refused).toBe(FLOODS * FLOOD.connections * FLOOD.requestsEach);
    expect(seen.served).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
    expectAsBefore(after, before);
  },
);
