import type { DateText, DateType, PrintScope, TextType } from "./text-type.ts";

/** In which zone a `Date`, which is an instant and knows none, is written. */
export interface DateRule {
  /** `UTC`, or a name of the IANA database: `Europe/Berlin`. */
  readonly zone: string;
  /** `false`: the text does not say the zone, for systems that take every time for a local one. Default: it does. */
  readonly offset?: boolean;
}

interface Clock {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly time: string;
}

const FORMS: Readonly<Record<DateType, (clock: Clock) => string>> = {
  dateTime: ({ year, month, day, time }: Clock) => `${year}-${month}-${day}T${time}`,
  date: ({ year, month, day }: Clock) => `${year}-${month}-${day}`,
  time: ({ time }: Clock) => time,
  gYear: ({ year }: Clock) => year,
  gYearMonth: ({ year, month }: Clock) => `${year}-${month}`,
  gMonth: ({ month }: Clock) => `--${month}`,
  gMonthDay: ({ month, day }: Clock) => `--${month}-${day}`,
  gDay: ({ day }: Clock) => `---${day}`,
};

const MINUTE_MS = 60_000;
const OFFSET_MINUTES_MAX = 14 * 60;

/**
 * Writes instants by a rule, to the millisecond. Has no text for an invalid `Date`, for years before 1, and where the
 * offset of the zone was no whole number of minutes, as before it was standardized.
 * @throws {RangeError} when there is no such zone
 */
export function dateText({ zone, offset = true }: DateRule): DateText {
  const offsetMsOf = zoneOffset(zone);
  return (date, type) => {
    const epochMs = date.getTime();
    if (Number.isNaN(epochMs)) return undefined;
    const offsetMs = offsetMsOf(epochMs);
    const local = new Date(epochMs + offsetMs);
    const isWritable =
      offsetMs % MINUTE_MS === 0 &&
      Math.abs(offsetMs) <= OFFSET_MINUTES_MAX * MINUTE_MS &&
      local.getUTCFullYear() >= 1;
    if (!isWritable) return undefined;
    return FORMS[type](clockOf(local)) + (offset ? offsetOf(offsetMs / MINUTE_MS, zone) : "");
  };
}

/** How far the clocks of a zone were ahead at an instant, in milliseconds. */
function zoneOffset(zone: string): (epochMs: number) => number {
  if (zone === "UTC") return () => 0;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (epochMs) => {
    const parts = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    const local = new Date(0);
    local.setUTCFullYear(
      parts.get("era") === "BC" ? 1 - part("year") : part("year"),
      part("month") - 1,
      part("day"),
    );
    local.setUTCHours(part("hour"), part("minute"), part("second"));
    // The format knows no milliseconds.
    return local.getTime() - Math.floor(epochMs / 1_000) * 1_000;
  };
}

function clockOf(local: Date): Clock {
  const [, year, month, day, clock, fraction] =
    /^(?:\+0*)?(\d+)-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)\.(\d{3})Z$/.exec(local.toISOString())!;
  const time = fraction === "000" ? clock! : `${clock}.${fraction!.replace(/0+$/, "")}`;
  return { year: year!, month: month!, day: day!, time };
}

function offsetOf(minutes: number, zone: string): string {
  if (zone === "UTC") return "Z";
  const ahead = Math.abs(minutes);
  const pair = (number: number) => String(Math.floor(number)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${pair(ahead / 60)}:${pair(ahead % 60)}`;
}

const anyRule: PrintScope = { prefixOf: () => "p", dates: dateText({ zone: "UTC" }) };

/** Whether a value is refused only because nobody said in which zone its dates are written. */
export const lacksDateRule = (scalar: TextType<unknown>, value: unknown): boolean =>
  scalar.print(value) === undefined && scalar.print(value, anyRule) !== undefined;
