// Far more than any system writes; what calculates with numbers of any length could be kept busy by one.
const DIGITS_MAX = 30;
const SECOND = 10n ** BigInt(DIGITS_MAX);
const MINUTE = 60n * SECOND;
const DAY = 1_440n * MINUTE;
// A text without a zone may be meant in any, from -14:00 to +14:00.
const ZONES = 840n * MINUTE;

/** Bounds of a date, a time or a duration, as texts. */
export interface TimeBounds {
  readonly minInclusive?: string;
  readonly maxInclusive?: string;
  readonly minExclusive?: string;
  readonly maxExclusive?: string;
}

/** A test for the bounds of a date, a time or a duration. What cannot be compared is out of bounds. */
export function timeBounds(bounds: TimeBounds): (lexical: string) => boolean {
  const { minInclusive, minExclusive, maxInclusive, maxExclusive } = bounds;
  const tests = [
    test(minInclusive, (order) => order >= 0),
    test(minExclusive, (order) => order > 0),
    test(maxInclusive, (order) => order <= 0),
    test(maxExclusive, (order) => order < 0),
  ];
  return (lexical) => tests.every((one) => one(lexical));
}

function test(bound: string | undefined, holds: (order: number) => boolean): (lexical: string) => boolean {
  if (bound === undefined) return () => true;
  return (lexical) => {
    const order = compareTimes(lexical, bound);
    return order !== undefined && holds(order);
  };
}

/**
 * Compares two valid texts of one type, as `a - b`. `undefined`: neither is less, and they are not equal, as with a
 * month and 30 days, or a time with a zone and one without that is near it.
 * Source: XML Schema 1.0 part 2, §3.2.6.2 and §3.2.7.3.
 */
export function compareTimes(a: string, b: string): number | undefined {
  if ([a, b].some((text) => /[0-9]{31}/.test(text))) return undefined;
  const isDuration = /^-?P/.test(a);
  return isDuration ? compareDurations(a, b) : compareInstants(instantOf(a), instantOf(b));
}

interface Instant {
  /** In 10^-30 seconds, by UTC, or where no zone is said by some clock. */
  readonly at: bigint;
  readonly zoned: boolean;
}

function compareInstants(a: Instant, b: Instant): number | undefined {
  if (a.zoned === b.zoned) return sign(a.at - b.at);
  const difference = a.at - b.at;
  return difference > ZONES || difference < -ZONES ? sign(difference) : undefined;
}

const ZONE = /(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;
const CALENDAR =
  /^(-?[0-9]{4,})?(?:--?([0-9]{2}))?(?:-{1,3}([0-9]{2}))?T?(?:([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?)?$/;

/** What a text leaves out is taken from the first day of a leap year. */
function instantOf(text: string): Instant {
  const zone = ZONE.exec(text);
  const clock = zone === null ? text : text.slice(0, zone.index);
  const [, year, month = "1", day = "1", hour = "0", minute = "0", second = "0", fraction = ""] =
    CALENDAR.exec(clock) ?? [];
  // Of a time alone midnight is midnight, whichever end of the day it is written as.
  const hours = year === undefined && hour === "24" ? 0n : BigInt(hour);
  const minutes = hours * 60n + BigInt(minute) - offsetOf(zone);
  const at =
    daysOf(year === undefined ? 1_972n : BigInt(year), BigInt(month), BigInt(day)) * DAY +
    minutes * MINUTE +
    scaled(second, fraction);
  return { at, zoned: zone !== null };
}

/** In minutes. */
function offsetOf(zone: RegExpExecArray | null): bigint {
  const [, ahead, hours, minutes] = zone ?? [];
  if (hours === undefined || minutes === undefined) return 0n;
  const offset = BigInt(hours) * 60n + BigInt(minutes);
  return ahead === "-" ? -offset : offset;
}

/** Days since the first of March of a year 0, in the Gregorian calendar. There is no year 0: -0001 is before 0001. */
function daysOf(year: bigint, month: bigint, day: bigint): bigint {
  // Years that begin in March have their leap day at the end.
  const since = (year < 0n ? year + 1n : year) - (month < 3n ? 1n : 0n);
  const months = (month + 9n) % 12n;
  const era = floorDivide(since, 400n);
  const inEra = since - era * 400n;
  return era * 146_097n + inEra * 365n + inEra / 4n - inEra / 100n + (153n * months + 2n) / 5n + day - 1n;
}

const floorDivide = (a: bigint, b: bigint): bigint => (a < 0n ? (a - b + 1n) / b : a / b);

interface Duration {
  readonly months: bigint;
  /** In 10^-30 seconds. */
  readonly rest: bigint;
}

const DURATION =
  /^(-)?P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?$/;

// Months from which every possible length of a run of months is seen.
const BEGINNINGS = ["1696-09-01", "1697-02-01", "1903-03-01", "1903-07-01"] as const;

function compareDurations(a: string, b: string): number | undefined {
  const [left, right] = [durationOf(a), durationOf(b)];
  const orders = BEGINNINGS.map((beginning) => sign(endOf(beginning, left) - endOf(beginning, right)));
  const [first] = orders;
  return orders.every((order) => order === first) ? first : undefined;
}

function durationOf(text: string): Duration {
  const [
    ,
    negative,
    years = "0",
    months = "0",
    days = "0",
    hours = "0",
    minutes = "0",
    seconds = "0",
    fraction = "",
  ] = DURATION.exec(text) ?? [];
  const direction = negative === undefined ? 1n : -1n;
  const clock = (BigInt(hours) * 60n + BigInt(minutes)) * MINUTE;
  return {
    months: direction * (BigInt(years) * 12n + BigInt(months)),
    rest: direction * (BigInt(days) * DAY + clock + scaled(seconds, fraction)),
  };
}

function endOf(beginning: (typeof BEGINNINGS)[number], { months, rest }: Duration): bigint {
  const [year = "", month = ""] = beginning.split("-");
  const all = BigInt(year) * 12n + BigInt(month) - 1n + months;
  const endYear = floorDivide(all, 12n);
  // As in the calendar, there is no year 0.
  return daysOf(endYear < 1n ? endYear - 1n : endYear, all - endYear * 12n + 1n, 1n) * DAY + rest;
}

const scaled = (seconds: string, fraction: string): bigint =>
  BigInt(seconds) * SECOND + BigInt(fraction.padEnd(DIGITS_MAX, "0"));

const sign = (difference: bigint): number => (difference < 0n ? -1 : difference > 0n ? 1 : 0);
