// The head office is in Hamburg, and the old systems think in its wall clock.
const wallClock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Berlin",
  dateStyle: "short",
  timeStyle: "medium",
});

/** `2026-03-04T09:12:00`: local time of the head office, without zone. */
export const toBerlinLocal = (epochMs: number): string => wallClock.format(epochMs).replace(" ", "T");

/** `2026-03-04T09:12:00+01:00`: the same with its offset. */
export function toBerlinIso(epochMs: number): string {
  const local = toBerlinLocal(epochMs);
  const offsetHours = Math.round((Date.parse(`${local}Z`) - epochMs) / 3_600_000);
  return `${local}+0${offsetHours}:00`;
}
