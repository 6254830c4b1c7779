import { ContractBroken } from "@portico/core";

/**
 * The ERP writes local times of the head office without a zone (contract/erp.xsd, `placedAt`). This gives them the
 * offset that was in force there. An hour that the clocks repeat is read as the first of the two; one they skip, as
 * if they had not: by the offset before, as iCalendar and Java read both.
 * @param written `YYYY-MM-DDThh:mm:ss`, perhaps with a fraction; a time that has a zone keeps it
 * @throws {ContractBroken} for a year that is not of four digits, or a local one before 1000
 */
export function toInstant(written: string): string {
  const local = written.startsWith("T24", DAY_CHARACTERS) ? nextMidnight(written) : written;
  const hasZone = /(?:Z|[+-]\d{2}:\d{2})$/.test(local);
  if (!(hasZone ? /^\d{4}-/ : /^[1-9]\d{3}-/).test(local)) {
    throw new ContractBroken("A time has no year we can place.");
  }
  if (hasZone) return local;
  const year = Number(local.slice(0, 4));
  let offset = "";
  for (const change of changesOf(year)) {
    if (change.localFrom > local) break;
    offset = change.offset;
  }
  return local + offset;
}

const DAY_CHARACTERS = "YYYY-MM-DD".length;

/** XML Schema lets a day end at 24:00:00; to everybody else that is when the next one begins. */
function nextMidnight(written: string): string {
  const next = new Date(Date.parse(written.slice(0, DAY_CHARACTERS)) + 24 * HOUR_MS);
  return `${next.toISOString().slice(0, DAY_CHARACTERS)}T00${written.slice("YYYY-MM-DDT24".length)}`;
}

const HEAD_OFFICE = "Europe/Berlin";

interface OffsetChange {
  /** The first local time with the new offset, on the later one of the two clocks: the hour between them is the old one's. */
  readonly localFrom: string;
  readonly offset: string;
}

const changesByYear = new Map<number, readonly OffsetChange[]>();

/** Asking Intl costs microseconds and a list has hundreds of times: so it is asked once per year. */
function changesOf(year: number): readonly OffsetChange[] {
  let changes = changesByYear.get(year);
  if (changes === undefined) {
    changes = findChanges(year);
    // Four-digit years only: the map cannot grow past what a calendar has.
    changesByYear.set(year, changes);
  }
  return changes;
}

const HOUR_MS = 3_600_000;

function findChanges(year: number): OffsetChange[] {
  const endMs = Date.UTC(year + 1, 0, 1);
  const startMs = Date.UTC(year, 0, 1) - 24 * HOUR_MS;
  let offset = offsetAt(startMs);
  const changes: OffsetChange[] = [{ localFrom: "", offset }];
  for (let dayMs = startMs; dayMs < endMs; dayMs += 24 * HOUR_MS) {
    if (offsetAt(dayMs + 24 * HOUR_MS) === offset) continue;
    let ms = dayMs;
    while (offsetAt(ms) === offset) ms += HOUR_MS;
    const next = offsetAt(ms);
    const later = Math.max(millisecondsOf(offset), millisecondsOf(next));
    changes.push({ localFrom: new Date(ms + later).toISOString().slice(0, 19), offset: next });
    offset = next;
  }
  return changes;
}

// Reading the time zones takes Intl milliseconds, which a process that starts does not have.
let formatter: Intl.DateTimeFormat | undefined;

/** `+01:00`, as it was at that instant; before clocks were set alike, to the minute. */
function offsetAt(epochMs: number): string {
  formatter ??= new Intl.DateTimeFormat("en", { timeZone: HEAD_OFFICE, timeZoneName: "longOffset" });
  const name = formatter.formatToParts(epochMs).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return name === "GMT" ? "+00:00" : name.slice("GMT".length, "GMT+00:53".length);
}

function millisecondsOf(offset: string): number {
  const [hours = 0, minutes = 0] = offset.split(":").map(Number);
  return hours * HOUR_MS + Math.sign(hours) * minutes * 60_000;
}
