import type { Clock } from "@portico/core";
import { toErrorFields } from "./error-fields.ts";
import type { LogDestination } from "./log-output.ts";
import { shortened } from "./shortened.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/**
 * Facts first. Of the fields, text, numbers and truth values are written: an object might carry
 * headers. One whose name looks like a secret's is written as `[redacted]`.
 */
type Say = (fields: object, message: string, error?: unknown) => void;

/** Writes one JSON line per call. */
export interface Logger {
  readonly debug: Say;
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
}

/** Writes fields as they are: for callers that name each of them. They hold nothing JSON cannot say. */
export type WriteLine = (level: keyof Logger, message: string, fields: object) => void;

interface LoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
  readonly destination: LogDestination;
  readonly clock: Clock;
  /** Told when the destination throws. */
  readonly lineLost: () => void;
}

const RANKS = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };
const TEXT_CHARACTERS_MAX = 500;
const SECRET = /pass(word|wd|phrase)|secret|token|authorization|cookie|credential|api.?key|session/i;
/** Names that every line has of its own. A second one in the same line would win or lose by the reader's taste. */
const OWN = new Set(["level", "time", "service", "msg", "error"]);

export function logger({ service, level, destination, clock, lineLost }: LoggerOptions) {
  const rankMin = RANKS[level];
  const named = JSON.stringify(service);
  const timeNow = isoTime(clock);

  const write: WriteLine = (lineLevel, message, fields) => {
    if (RANKS[lineLevel] < rankMin) return;
    const told = JSON.stringify(fields);
    const line =
      `{"level":"${lineLevel}","time":"${timeNow()}","service":${named}` +
      `${told === "{}" ? "" : `,${told.slice(1, -1)}`},"msg":${JSON.stringify(message)}}\n`;
    try {
      destination.write(ascii(line));
    } catch {
      lineLost(); // not thrown on: the one who published an event can do nothing about it
    }
  };
  const say =
    (lineLevel: keyof Logger): Say =>
    (fields, message, error) =>
      write(lineLevel, shortened(message, TEXT_CHARACTERS_MAX), {
        ...allowed(fields),
        ...(error === undefined ? {} : { error: toErrorFields(error) }),
      });

  const published: Logger = {
    debug: say("debug"),
    info: say("info"),
    warn: say("warn"),
    error: say("error"),
  };
  return { logger: published, write };
}

/** Written once a millisecond: it costs more than the rest of a line, and a busy process writes several in one. */
function isoTime(clock: Clock): () => string {
  let writtenMs = NaN;
  let text = "";
  return () => {
    const nowMs = clock.epochMs();
    if (nowMs !== writtenMs) text = new Date((writtenMs = nowMs)).toISOString();
    return text;
  };
}

function allowed(fields: object): object {
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
    if (OWN.has(name)) continue;
    if (SECRET.test(name)) kept[name] = "[redacted]";
    else if (typeof value === "string") kept[name] = shortened(value, TEXT_CHARACTERS_MAX);
    else if (typeof value === "number" || typeof value === "boolean") kept[name] = value;
  }
  return kept;
}

/**
 * JSON escapes control characters below 32 only. The others (U+0085, U+009B, U+2028, bidi marks) end a line or move
 * the cursor in some reader; they can only stand inside a string, where an escape means the same. Comparing
 * lengths is much cheaper than searching, and nearly every line is ASCII.
 */
const ascii = (line: string): string =>
  Buffer.byteLength(line) === line.length
    ? line
    : line.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
