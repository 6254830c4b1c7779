import { randomUUID } from "node:crypto";

/** From `x-request-id`: an id a client sent is kept when it is harmless in a log line and a header. */
export const requestIdOf = (given: unknown): string =>
  typeof given === "string" && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
