import { BackendTimeout, CallCancelled } from "@portico/core";
import { errors } from "undici";
import { describe, expect, test } from "vitest";
import { toRejection } from "./errors.ts";

// What takes half a minute, or another machine, to happen for real. The rest is proved over sockets.
describe("undici's errors in the words of the closed list", () => {
  test.each([
    [new errors.HeadersTimeoutError(), "backend_timeout"],
    [new errors.BodyTimeoutError(), "backend_timeout"],
    [new errors.ConnectTimeoutError(), "backend_unavailable"],
    [new errors.SocketError("other side closed"), "backend_unavailable"],
    [Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }), "backend_unavailable"],
    [Object.assign(new Error("self-signed"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }), "backend_unavailable"],
    ["no error at all", "backend_unavailable"],
  ])("%o", (error, code) => {
    expect(toRejection(error)).toMatchObject({ code });
  });

  test("an error that is in them already stays itself", () => {
    for (const error of [new BackendTimeout("Late."), new CallCancelled("Gone.")]) {
      expect(toRejection(error)).toBe(error);
    }
  });

  test("keeps the code of an outage, for the log, and nothing else of it", () => {
    const error = Object.assign(new Error("connect ECONNRESET 10.1.2.3:8080"), { code: "ECONNRESET" });
    const rejection = toRejection(error);
    expect(rejection.message).toBe("The connection failed (ECONNRESET).");
    expect(rejection.cause).toBeUndefined();
  });
});
