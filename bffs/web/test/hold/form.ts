/** `npm test` asks for the short form of these proofs; `pnpm hold`, and CI each night, for the whole. */
export const isLong = process.env["PORTICO_HOLD"] === "long";

const MINUTE_MS = 60_000;
export const TIMEOUT_MS = (isLong ? 20 : 2) * MINUTE_MS;
