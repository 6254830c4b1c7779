import { randomBytes } from "node:crypto";

/** A position in a distributed trace. Source: W3C Trace Context, level 1. */
export interface TraceContext {
  /** 32 lower-case hex digits, not all zero. */
  readonly traceId: string;
  /** 16 lower-case hex digits, not all zero: the span that is current here. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Continues the caller's trace, or starts a new one when the header is absent or malformed. */
export function continueTrace(traceparent: string | undefined): TraceContext {
  const parts = traceparent === undefined ? null : TRACEPARENT.exec(traceparent);
  const [, version, traceId, parentId, flags, rest] = parts ?? [];
  const usable =
    traceId !== undefined &&
    parentId !== undefined &&
    flags !== undefined &&
    version !== "ff" &&
    !(version === "00" && rest !== undefined) &&
    !/^0+$/.test(traceId) &&
    !/^0+$/.test(parentId);
  if (!usable) return { traceId: randomHex(16), spanId: randomHex(8), sampled: true };
  return { traceId, spanId: randomHex(8), sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The `traceparent` header that makes an outgoing call a child of `trace`. */
export const toTraceparent = (trace: TraceContext): string =>
  `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? "01" : "00"}`;

// One system call for many ids: randomBytes(8) costs as much as randomBytes(4096).
let pool = "";
let used = 0;
function randomHex(bytes: number): string {
  if (used + bytes * 2 > pool.length) {
    pool = randomBytes(4096).toString("hex");
    used = 0;
  }
  const hex = pool.slice(used, used + bytes * 2);
  used += bytes * 2;
  return /[1-9a-f]/.test(hex) ? hex : randomHex(bytes);
}
