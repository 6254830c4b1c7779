import { styleText } from "node:util";

/** What we read of a log line; its other fields are shown as they are. */
interface LogRecord {
  readonly level: number;
  readonly time?: string | number;
  readonly msg?: string;
  readonly error?: { readonly message?: string };
  readonly [field: string]: unknown;
}

export const WARN = 40;

const LEVELS: ReadonlyMap<number, string> = new Map([
  [10, "TRACE"],
  [20, "DEBUG"],
  [30, "INFO"],
  [WARN, "WARN"],
  [50, "ERROR"],
  [60, "FATAL"],
]);
// The same on every line, or shown elsewhere in ours.
const LEFT_OUT = new Set(["level", "time", "msg", "pid", "hostname", "name", "service", "traceId"]);
const FIELD_CHARS_MAX = 120;

/** The record in a line of JSON, whether it numbers its levels or names them; `null` when it is no log record. */
export function logRecord(line: string): LogRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || !("level" in value)) return null;
    const level = typeof value.level === "string" ? numberOf(value.level) : value.level;
    return typeof level === "number" ? { ...value, level } : null;
  } catch {
    return null;
  }
}

const numberOf = (name: string): number | undefined =>
  [...LEVELS].find(([, known]) => known === name.toUpperCase())?.[0];

/** A log record as one line for people: `09:41:07 WARN  web  circuit opened  system=catalog error="timed out"`. */
export function readableRecord(service: string, record: LogRecord): string {
  const time = record.time === undefined ? "--:--:--" : new Date(record.time).toTimeString().slice(0, 8);
  const level = (LEVELS.get(record.level) ?? String(record.level)).padEnd(5);
  const fields = Object.entries({ ...record, error: record.error?.message })
    .filter(([name]) => !LEFT_OUT.has(name))
    .flatMap(([name, value]) => {
      const values = Array.isArray(value) ? value : [value];
      return values.every(isScalar) ? `${name}=${quoted(values.join(","))}` : [];
    });
  const color = record.level > WARN ? "red" : record.level === WARN ? "yellow" : "dim";
  return [
    `${dim(time)} ${styleText(color, level, { stream: process.stderr })} ${service.padEnd(6)} ${printable(record.msg ?? "")}`,
    dim(fields.join(" ")),
  ].join("  ");
}

/** A line a service wrote by itself, most often the trace of a crash. */
export const readableText = (service: string, line: string): string =>
  `${dim(service.padEnd(6))} ${printable(line)}`;

const isScalar = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

function quoted(value: string): string {
  const short = value.length > FIELD_CHARS_MAX ? `${value.slice(0, FIELD_CHARS_MAX)}…` : value;
  return /^[\w.:/-]*$/.test(short) ? short : JSON.stringify(printable(short));
}

// Text from a backend may end up in a log line, and a terminal obeys what it is sent.
const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, " ");

const dim = (text: string): string => (text === "" ? "" : styleText("dim", text, { stream: process.stderr }));
