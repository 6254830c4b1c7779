import { ContractBroken } from "@portico/core";

/**
 * A calendar day as we write it. XML Schema lets a day have a zone (`2026-11-24+01:00`), and Java and .NET write theirs; it
 * says where the day is meant, and no other day.
 * @param text as XML Schema writes dates
 * @throws {ContractBroken} for a year that is not of four digits
 */
export function toDay(text: string): string {
  if (!/^\d{4}-/.test(text)) throw new ContractBroken("A day has no year we can place.");
  return text.slice(0, "2026-11-24".length);
}
