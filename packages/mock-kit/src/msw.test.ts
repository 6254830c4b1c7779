import { request } from "undici";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createGreeter } from "./testing/greeter.ts";
import { type InstalledSimulators, installSimulators } from "./msw.ts";

const origin = "http://greeter.test";
let greeter: ReturnType<typeof createGreeter>;
let installed: InstalledSimulators;

beforeEach(() => {
  greeter = createGreeter();
  installed = installSimulators({ [origin]: greeter });
});
afterEach(() => installed.remove());

describe("a simulator installed in process", () => {
  test("answers npm undici and global fetch alike", async () => {
    const viaUndici = await request(`${origin}/ada`);
    const viaFetch = await fetch(`${origin}/ada`);
    expect(viaUndici.statusCode).toBe(200);
    expect(await viaUndici.body.text()).toBe(await viaFetch.text());
    expect(greeter.calls().byOperation).toEqual({ greet: 2 });
  });

  test("receives what was posted", async () => {
    const { body } = await request(`${origin}/`, { method: "POST", body: "12345" });
    expect(await body.text()).toMatch(/^Hello 5\./);
  });

  test("refuses fails the request", async () => {
    greeter.switchTo({ name: "refuses" });
    await expect(request(`${origin}/ada`)).rejects.toThrow("Network error");
  });

  test("resets-mid-body fails while the body is read", async () => {
    greeter.switchTo({ name: "resets-mid-body" });
    const { statusCode, body } = await request(`${origin}/ada`);
    expect(statusCode).toBe(200);
    await expect(body.text()).rejects.toMatchObject({ code: "UND_ERR_SOCKET" });
  });

  test("hangs ends when the caller leaves, and nobody complains", async () => {
    const complained = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => complained.mockRestore());
    greeter.switchTo({ name: "hangs" });
    const caller = new AbortController();
    const answer = request(`${origin}/ada`, { signal: caller.signal });
    answer.catch(() => undefined);
    await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(1));
    caller.abort();
    await expect(answer).rejects.toMatchObject({ name: "AbortError" });
    await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(0));
    await new Promise(setImmediate);
    expect(complained).not.toHaveBeenCalled();
  });

  test("a request to anywhere else is an error", async () => {
    const complained = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await expect(request("http://elsewhere.test/")).rejects.toThrow("onUnhandledFrame");
    expect(complained).toHaveBeenCalled();
    complained.mockRestore();
  });
});
