import { isBackendError } from "@portico/core";
import { shortened } from "./shortened.ts";

/** All a log line ever says about an error. */
export interface ErrorFields {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  /** Where it was thrown: frames only, at most 20. */
  readonly stack?: string;
}

const MESSAGE_CHARACTERS_MAX = 500;
const FRAMES_MAX = 20;
const FRAME_CHARACTERS_MAX = 300;
const STACK_CHARACTERS_MAX = 32_768;

/**
 * Never `cause` and never a property somebody hung on the error: that is where HTTP clients keep headers, URLs and
 * bodies. Our own errors say where they come from by their code; any other one gets its stack.
 */
export function toErrorFields(error: unknown): ErrorFields {
  try {
    if (!(error instanceof Error)) return { name: "NotAnError", message: `a ${typeof error} was thrown` };
    const raised: Raised = error;
    const ownName = String(raised.name);
    const name = IDENTIFIER.test(ownName) ? ownName : "Error";
    const message = String(raised.message);
    const told = shortened(message, MESSAGE_CHARACTERS_MAX);
    if (isBackendError(error)) return { name, code: error.code, message: told };
    const stack = framesOf(String(raised.stack), message);
    return { name, message: told, ...(stack === "" ? {} : { stack }) };
  } catch {
    // A getter or a proxy that throws. Logging must not: it would end the process of whoever published the event.
    return { name: "Error", message: "an error that cannot be read was thrown" };
  }
}

/** What an `Error` really promises: anybody may assign anything to these. */
interface Raised {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
}

const IDENTIFIER = /^\w{1,80}$/;

/** A stack begins with the whole message, line breaks and all: what is told of it is bounded elsewhere. */
function framesOf(stack: string, message: string): string {
  const messageAt = message === "" ? -1 : stack.indexOf(message);
  const frames = messageAt === -1 ? stack : stack.slice(messageAt + message.length);
  return frames
    .slice(0, STACK_CHARACTERS_MAX)
    .split("\n")
    .filter((line) => line.length <= FRAME_CHARACTERS_MAX && FRAME.test(line))
    .slice(0, FRAMES_MAX)
    .map((line) => line.trim())
    .join("\n");
}

const FRAME = /^ {4}at .*(?::\d+:\d+|native|<anonymous>|index \d+)\)?$/;
