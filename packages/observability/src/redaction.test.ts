import { BackendRejected, events } from "@portico/core";
import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { observed, type Observed } from "./testing/observed.ts";

const CANARY = "hunter2-canary";

let watched: Observed;
afterEach(() => watched.close());

const logFault = (error: unknown) => {
  watched.publishRequest({ status: 500, error });
  return watched.lines("internal error")[0]?.["error"] as Record<string, string>;
};

/** An error as HTTP clients throw it: with the request, its headers and the answer hung on it. */
const leaky = () =>
  Object.assign(new TypeError("fetch failed", { cause: new Error(`password=${CANARY}`) }), {
    config: { headers: { Authorization: `Bearer ${CANARY}` }, url: `https://crm.test/?key=${CANARY}` },
    response: { body: `<pin>${CANARY}</pin>`, headers: { "set-cookie": CANARY } },
    code: CANARY,
    toJSON: () => ({ secret: CANARY }),
    [Symbol.for("nodejs.util.inspect.custom")]: () => CANARY,
  });

test("nothing hung on an error or beneath it is ever written, wherever the error turns up", async () => {
  watched = observed({ level: "debug" });
  const { call } = watched;
  const error = leaky();
  const rejected = Object.assign(new BackendRejected("the CRM said no", { cause: error }), { body: CANARY });
  for (const failure of [
    error,
    rejected,
    new AggregateError([error], "all failed"),
    [error],
    { error },
    CANARY,
  ]) {
    watched.publishRequest({ status: 500, error: failure });
    for (const outcome of ["internal_error", "backend_rejected", "call_cancelled"] as const) {
      events.backendCall.publish({
        call,
        system: "crm",
        operation: outcome,
        outcome,
        durationMs: 1,
        error: failure,
      });
    }
    const section = { call, screen: "home", section: "orders", state: "unavailable" } as const;
    events.section.publish({ ...section, reason: "internal_error", error: failure });
    watched.logger.error({}, "could not start", failure);
  }
  await watched.close();
  expect(watched.raw.length).toBeGreaterThan(20);
  expect(watched.raw.join("")).not.toContain(CANARY);
  expect(await watched.metrics()).not.toContain(CANARY);
});

test("an unknown error is logged as name, message and frames, and nothing else", () => {
  watched = observed();
  expect(Object.keys(logFault(leaky())).toSorted()).toEqual(["message", "name", "stack"]);
});

test("a thrown value that is no error says only what type it is", () => {
  watched = observed();
  expect(logFault(CANARY)).toEqual({ name: "NotAnError", message: "a string was thrown" });
});

test("the message of an unknown error ends at 500 characters, in the stack as well", () => {
  watched = observed();
  const told = logFault(new Error("m".repeat(499) + CANARY));
  expect(told["message"]).toBe(`${"m".repeat(499)}…`);
  expect(told["stack"]).toMatch(/^at /);
  expect(watched.raw.join("")).not.toContain(CANARY);
});

test("lines of a message that look like stack frames are not taken for the stack", () => {
  watched = observed();
  const told = logFault(new Error(`${"m".repeat(500)}\n    at steal (${CANARY}.ts:1:1)`));
  expect(told["stack"]).toMatch(/^at /);
  expect(watched.raw.join("")).not.toContain(CANARY);
});

test("a stack is at most twenty frames", () => {
  watched = observed();
  const error = new Error("deep");
  error.stack = `Error: deep${"\n    at again (file:///app/src/main.ts:1:1)".repeat(5_000)}`;
  expect(logFault(error)["stack"]?.split("\n")).toHaveLength(20);
});

test("a frame is at most 300 characters: what is longer is somebody's data in a file's name", () => {
  watched = observed();
  const error = new Error("deep");
  error.stack = `Error: deep\n    at here (app.ts:1:1)\n    at there (data:text/javascript,${"x".repeat(300)}${CANARY}:1:1)`;
  expect(logFault(error)["stack"]).toBe("at here (app.ts:1:1)");
});

test.each([`Bearer ${CANARY}`, "x".repeat(81), ""])("a name that is no word is not written: %j", (name) => {
  watched = observed();
  expect(logFault(Object.assign(new Error("odd"), { name }))).toMatchObject({
    name: "Error",
    message: "odd",
  });
});

test("an error that cannot be read is said to be so, and the publisher lives on", () => {
  watched = observed();
  const hostile = Object.defineProperty(new Error("x"), "message", {
    get: () => {
      throw new Error(CANARY);
    },
  });
  expect(logFault(hostile)).toEqual({ name: "Error", message: "an error that cannot be read was thrown" });
});

test("what the logger is given is written flat and bounded, and secrets by name are not", () => {
  watched = observed();
  watched.logger.info(
    {
      url: "http://127.0.0.1:4000",
      workers: 2,
      tls: false,
      note: "n".repeat(600),
      absent: undefined,
      apiKey: CANARY,
      Authorization: CANARY,
      headers: { cookie: CANARY },
      list: [CANARY],
    },
    "listening",
  );
  expect(watched.lines()[0]).toMatchObject({
    msg: "listening",
    url: "http://127.0.0.1:4000",
    workers: 2,
    tls: false,
    note: `${"n".repeat(499)}…`,
    apiKey: "[redacted]",
    Authorization: "[redacted]",
  });
  expect(watched.raw.join("")).not.toContain(CANARY);
});

test("fields cannot pass for the line's own level, time, service or message", () => {
  watched = observed();
  watched.logger.warn(
    { level: "info", time: "never", service: "other", msg: "fine", error: "none" },
    "draining",
  );
  expect(watched.raw[0]?.match(/"(level|time|service|msg)":/g)).toHaveLength(4);
  expect(watched.lines()[0]).toMatchObject({ level: "warn", service: "web", msg: "draining" });
});

test("no text, wherever it stands, breaks a line, moves a terminal's cursor or is lost", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      '\n{"level":"error"}',
      "\r\u0085\u2028\u2029",
      "\u001b[2J\u009b2J",
      "\u202edeesrever",
      '"\\',
      "Größe",
    ),
  );
  await fc.assert(
    fc.asyncProperty(text, text, async (requestId, message) => {
      watched = observed();
      watched.publishRequest({ requestId, status: 500, error: new Error(message) });
      watched.logger.info({ requestId }, message);
      for (const line of watched.raw) expect(line).toMatch(/^\{[ -\u007f]*\}\n$/);
      expect(watched.lines("request")[0]?.["requestId"]).toBe(requestId);
      expect(watched.lines("internal error")[0]?.["error"]).toMatchObject({ message });
      await watched.close();
    }),
  );
});

test("a request id is cut at 128 characters", () => {
  watched = observed();
  watched.publishRequest({ requestId: "r".repeat(129) });
  expect(watched.lines()[0]?.["requestId"]).toBe(`${"r".repeat(127)}…`);
});

test("a destination that throws costs its line, which is counted, and nothing else", async () => {
  watched = observed({
    destination: {
      write: () => {
        throw new Error("disk full");
      },
    },
  });
  watched.publishRequest();
  expect(await watched.metrics()).toContain("portico_log_lines_dropped_total 1\n");
  expect(await watched.metrics()).toContain(
    'portico_requests_total{route="/v1/home",method="GET",status="200"} 1\n',
  );
});
