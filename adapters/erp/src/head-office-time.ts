import { ContractBroken } from "@portico/core";

/**
 * The ERP writes local times of the head office without a zone (contract/erp.xsd, `placedAt`). This gives them the
 * offset that was in force there. An hour that the clocks repeat is read as the first of the two; one they skip, as
 * if they had not.
 * @param local `YYYY-MM-DDThh:mm:ss`, perhaps with a fraction; a time that has a zone is answered as it is
 */
export function toInstant(local: string): string {
  if (/(?:Z|[+-]\d{2}:\d{2})$/.test(local)) return local;
  if (!/^[1-9]\d{3}-/.test(local)) throw new ContractBroken("A local time has no year we can place.");
  const year = Number(local.slice(0, 4));
  let offset = "";
  for (const change of changesOf(year)) {
    if (change.localFrom > local) break;
    offset = change.offset;
  }
  return local + offset;
}

const HEAD_OFFICE = "Europe/Berlin";

interface OffsetChange {
  /** The first local time with the new offset, on the clock that was in force before. */
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
    const before = new Date(ms + millisecondsOf(offset)).toISOString().slice(0, 19);
    changes.push({ localFrom: before, offset: next });
    offset = next;
  }
  return changes;
}

// Reading the time zones takes Intl milliseconds, which a process that starts does not have.
let formatter: Intl.DateTimeFormat | undefined;

/** `+01:00`, as it was at that instant. */
function offsetAt(epochMs: number): string {
  formatter ??= new Intl.DateTimeFormat("en", { timeZone: HEAD_OFFICE, timeZoneName: "longOffset" });
  const name = formatter.formatToParts(epochMs).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return name === "GMT" ? "+00:00" : name.slice("GMT".length);
}

function millisecondsOf(offset: string): number {
  const [hours = 0, minutes = 0] = offset.split(":").map(Number);
  return hours * HOUR_MS + Math.sign(hours) * minutes * 60_000;
}
