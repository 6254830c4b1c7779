/** The day the estate was frozen: nothing in it is younger. A Sunday. */
export const estateDate = "2026-11-01";

const dayMs = 86_400_000;

/** `YYYY-MM-DD`, that many days before the estate was frozen. */
export const daysBeforeEstate = (days: number): string => addDays(estateDate, -days);

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);

export const twoDigits = (value: number): string => String(value).padStart(2, "0");

export const isSunday = (date: string): boolean => new Date(date).getUTCDay() === 0;
