const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the day exists. Year zero does not (XSD 1.0 §3.2.7). */
export function isCalendarDate(year: string, month: number, day: number): boolean {
  // The last four digits and their centuries decide about leap years, however long the year is.
  const cycle = Number(year.slice(-4).replace("-", ""));
  const leap = cycle % 4 === 0 && (cycle % 100 !== 0 || cycle % 400 === 0);
  const days = month === 2 && leap ? 29 : DAYS[month - 1];
  return days !== undefined && day >= 1 && day <= days && !/^-?0000$/.test(year);
}
