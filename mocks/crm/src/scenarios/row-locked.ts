import type { Clock } from "@portico/core";
import type { Answer, Scenario } from "@portico/mock-kit";
import { toBerlinIso } from "@portico/mock-seed";
import type { CustomerTable } from "../customer-table.ts";
import { CrmFault } from "../envelope.ts";
import { namespaces as ns } from "../names.ts";

const lockMs = 20 * 60_000;

/** The table while the nightly batch holds its rows: they can be searched, but not read or changed one by one. */
export function lockedTable(table: CustomerTable, clock: Clock): CustomerTable {
  const refuse = (number: string): undefined => {
    if (table.find(number) === undefined) return undefined;
    throw new CrmFault(
      "soap:Server",
      `Kunde gesperrt: ${number}`,
      `<KundeGesperrt xmlns="${ns.types}"><kdnr>${number}</kdnr><gesperrtVon>NACHTLAUF</gesperrtVon>` +
        `<gesperrtBis>${toBerlinIso(clock.epochMs() + lockMs)}</gesperrtBis></KundeGesperrt>`,
    );
  };
  return { ...table, find: refuse, changeContact: refuse };
}

export const rowLocked = (lockedService: Answer): Scenario => ({
  name: "row-locked",
  description:
    "The nightly batch holds every row for 20 minutes: LeseKunde and changes fault with KundeGesperrt.",
  parameters: {},
  begin: () => lockedService,
});
