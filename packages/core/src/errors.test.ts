import { describe, expect, test } from "vitest";
import {
  abortReason,
  BackendOverloaded,
  BackendRejected,
  BackendTimeout,
  BackendUnavailable,
  BulkheadFull,
  CallCancelled,
  CircuitOpen,
  ContractBroken,
  isBackendError,
} from "./errors.ts";

describe("the closed list of errors", () => {
  test.each([
    [BackendTimeout, "BackendTimeout", "backend_timeout", true],
    [BackendUnavailable, "BackendUnavailable", "backend_unavailable", true],
    [BackendOverloaded, "BackendOverloaded", "backend_overloaded", true],
    [BulkheadFull, "BulkheadFull", "backend_overloaded", true],
    [CircuitOpen, "CircuitOpen", "circuit_open", true],
    [BackendRejected, "BackendRejected", "backend_rejected", false],
    [ContractBroken, "ContractBroken", "contract_broken", false],
    [CallCancelled, "CallCancelled", "call_cancelled", false],
  ])("%o is named, coded and knows whether waiting helps", (Kind, name, code, transient) => {
    const cause = new Error("underneath");
    const error = new Kind("What happened.", { retryAfterMs: 5, cause });
    expect(error).toMatchObject({ name, code, transient, message: "What happened.", retryAfterMs: 5, cause });
    expect(isBackendError(error)).toBe(true);
  });

  test("details nobody gave are absent", () => {
    const error = new ContractBroken("What happened.");
    expect(error).toMatchObject({ retryAfterMs: undefined, path: undefined });
    expect("cause" in error).toBe(false);
  });

  test("an adapter's own kind keeps the code and gets its own name", () => {
    class UnknownSku extends BackendRejected {}
    expect(new UnknownSku("No such product.")).toMatchObject({
      name: "UnknownSku",
      code: "backend_rejected",
    });
  });

  test.each([new Error("plain"), "text", undefined, { code: "backend_timeout" }])(
    "%o is none of them",
    (value) => expect(isBackendError(value)).toBe(false),
  );
});

describe("why a call was given up", () => {
  test("is the reason itself when it is one of the closed list", () => {
    const reason = new BackendTimeout("The screen's budget is spent.");
    expect(abortReason(AbortSignal.abort(reason))).toBe(reason);
  });

  test.each([
    ["a plain abort()", AbortSignal.abort(), "call_cancelled"],
    ["a reason of somebody's own", AbortSignal.abort("bored"), "call_cancelled"],
    ["an error that is not ours", AbortSignal.abort(new Error("secret")), "call_cancelled"],
    ["a platform timeout", AbortSignal.abort(new DOMException("", "TimeoutError")), "backend_timeout"],
  ])("is put in the words of the closed list for %s", (_, signal, code) => {
    const error = abortReason(signal);
    expect(error.code).toBe(code);
    expect(error.message).not.toContain("secret");
  });
});
