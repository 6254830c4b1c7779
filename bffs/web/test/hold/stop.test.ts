import { createMockServer, environmentFor, type MockServer } from "@portico/mock-server";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openClient } from "./clients.ts";
import { isLong, TIMEOUT_MS } from "./form.ts";
import { startBff } from "./started-bff.ts";

const TIMES = isLong ? 50 : 3;
const CLIENTS = 32;

let mocks: MockServer;
beforeAll(async () => {
  mocks = await createMockServer();
  // So that there always is something in flight.
  mocks.catalog.switchTo({ name: "slow", delayMs: 40 });
});
afterAll(() => mocks.close());

/** Asks and asks again until the server says that it closes the connection. */
async function askUntilTold(url: string, client: number, answered: () => void): Promise<number[]> {
  const { ask, close } = openClient(url);
  onTestFinished(close);
  const statuses: number[] = [];
  for (let i = 0; ; i += 1) {
    const sku = String((client * 7 + i * 13) % 80).padStart(4, "0");
    const { status, headers } = await ask(`/v1/products?q=WIN-${sku}`, String(100_001 + (client % 60)));
    statuses.push(status);
    answered();
    if (headers.connection === "close") return statuses;
  }
}

test.each(Array.from({ length: TIMES }, (_, i) => i + 1))(
  "told to stop under load, no request that was asked fails, and the process exits 0 (%i)",
  { timeout: TIMEOUT_MS },
  async (time) => {
    const bff = await startBff({ ...environmentFor(mocks.origin), UNREADY_MS: "100" });
    // At another moment each time: at the start of an answer, in the middle, between two.
    const { promise: enough, resolve: stop } = Promise.withResolvers<void>();
    let answers = 0;
    const answered = () => {
      answers += 1;
      if (answers === 3 * CLIENTS + time) stop();
    };
    const clients = Array.from({ length: CLIENTS }, (_, client) => askUntilTold(bff.url, client, answered));
    await enough;
    bff.terminate();
    const statuses = await Promise.all(clients);
    expect(new Set(statuses.flat())).toEqual(new Set([200]));
    expect(await bff.ended).toEqual({ code: 0, complaint: "" });
  },
);
