import { Client, type Dispatcher, request } from "undici";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { installSimulators } from "../msw.ts";
import { type FetchServer, serveFetch } from "../serve-fetch.ts";
import type { Simulator } from "../simulator.ts";

export interface ConformingSimulator {
  readonly open: () => Simulator;
  /** A call that changes nothing and that a healthy system answers the same each time. */
  readonly call: () => Pick<Dispatcher.RequestOptions, "path" | "method" | "headers" | "body">;
  /** Whether a body can be read as what its content type says. */
  readonly wellFormed: (body: Buffer) => boolean;
  /** Whether an answer is the system's own internal error. */
  readonly isServerFault: (status: number, body: string) => boolean;
}

/** What every simulator promises, seen through a socket by a client that is not ours. */
export function simulatorConformance({ open, call, wellFormed, isServerFault }: ConformingSimulator): void {
  let simulator: Simulator;
  let server: FetchServer;
  let client: Client;

  beforeEach(async () => {
    simulator = open();
    server = await serveFetch(simulator.fetch);
    client = new Client(server.origin);
  });
  afterEach(async () => {
    await client.destroy();
    await server.close();
  });

  async function ask(name: string, parameters: Record<string, number> = {}) {
    simulator.switchTo({ name, ...parameters });
    const { statusCode: status, headers, body } = await client.request(call());
    const bytes = Buffer.from(await body.arrayBuffer());
    return { status, type: headers["content-type"], announced: Number(headers["content-length"]), bytes };
  }

  describe("on a real port", () => {
    test("healthy: a whole, well-formed answer whose length was announced", async () => {
      const { bytes, announced } = await ask("healthy");
      expect(wellFormed(bytes)).toBe(true);
      expect(announced).toBe(bytes.byteLength);
    });

    test("slow: the same answer", async () => {
      expect(await ask("slow", { delayMs: 20 })).toEqual(await ask("healthy"));
    });

    test("hangs: no answer, and the call ends when the client leaves", async () => {
      simulator.switchTo({ name: "hangs" });
      const caller = new AbortController();
      const answer = client.request({ ...call(), signal: caller.signal });
      answer.catch(() => undefined);
      await vi.waitFor(() => expect(simulator.calls().inFlight).toBe(1));
      caller.abort();
      await expect(answer).rejects.toMatchObject({ name: "AbortError" });
      await vi.waitFor(() => expect(simulator.calls().inFlight).toBe(0));
    });

    test("refuses: the connection is reset before any byte, and the call was counted", async () => {
      await expect(ask("refuses")).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(simulator.calls().total).toBe(1);
    });

    test("resets-mid-body: the whole is announced, half arrives, then the connection is reset", async () => {
      const whole = await ask("healthy");
      simulator.switchTo({ name: "resets-mid-body" });
      const { statusCode, headers, body } = await client.request(call());
      expect(statusCode).toBe(whole.status);
      expect(Number(headers["content-length"])).toBe(whole.bytes.byteLength);
      let received = 0;
      const reading = (async () => {
        for await (const chunk of body as AsyncIterable<Buffer>) received += chunk.byteLength;
      })();
      await expect(reading).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(received).toBe(whole.bytes.byteLength >> 1);
    });

    test("truncated: half of the body, announced as if it were all", async () => {
      const whole = await ask("healthy");
      const half = await ask("truncated");
      expect(half).toMatchObject({
        status: whole.status,
        type: whole.type,
        announced: half.bytes.byteLength,
      });
      expect(half.bytes).toEqual(whole.bytes.subarray(0, whole.bytes.byteLength >> 1));
      expect(wellFormed(half.bytes)).toBe(false);
    });

    test("malformed: a complete body of the right type that cannot be read", async () => {
      const whole = await ask("healthy");
      const spoilt = await ask("malformed");
      expect(spoilt).toMatchObject({
        status: whole.status,
        type: whole.type,
        announced: spoilt.bytes.byteLength,
      });
      expect(spoilt.bytes.byteLength).toBeGreaterThanOrEqual(whole.bytes.byteLength);
      expect(wellFormed(spoilt.bytes)).toBe(false);
    });

    test("wrong-content-type: an HTML page with status 200", async () => {
      const { status, type, bytes } = await ask("wrong-content-type");
      expect([status, type]).toEqual([200, "text/html; charset=utf-8"]);
      expect(bytes.toString()).toContain("<html>");
    });

    test("fault: the system's own internal error, well-formed", async () => {
      const { status, bytes } = await ask("fault");
      expect(isServerFault(status, bytes.toString())).toBe(true);
      expect(wellFormed(bytes)).toBe(true);
    });

    test("intermittent: some calls are reset and some answered, the same ones each time", async () => {
      const run = async (): Promise<string> => {
        simulator.switchTo({ name: "intermittent", percent: 50, seed: 7 });
        let seen = "";
        for (let count = 0; count < 12; count += 1) {
          const answer = client.request(call()).then(({ body }) => body.dump());
          seen += await answer.then(
            () => ".",
            () => "x",
          );
        }
        return seen;
      };
      const first = await run();
      expect(first).toMatch(/^(?=.*x)(?=.*\.)/);
      expect(await run()).toBe(first);
    });
  });

  test("in process through MSW, undici reads the same answer as from the port", async () => {
    const { status, bytes } = await ask("healthy");
    const installed = installSimulators({ "http://legacy.test": simulator });
    try {
      const { path, ...options } = call();
      const answer = await request(`http://legacy.test${path}`, options);
      expect([answer.statusCode, Buffer.from(await answer.body.arrayBuffer())]).toEqual([status, bytes]);
    } finally {
      installed.remove();
    }
  });
}
