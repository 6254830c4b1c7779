import { BulkheadFull, CallCancelled, CircuitOpen } from "@portico/core";
import { NeverSent } from "./never-sent.ts";

/** Whether a call failed of what this process, or its caller, did: the system never said anything. */
export const wasOurs = (error: unknown): boolean =>
  error instanceof CircuitOpen ||
  error instanceof BulkheadFull ||
  error instanceof CallCancelled ||
  error instanceof NeverSent;
