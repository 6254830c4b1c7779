import type { SeedContact, SeedCustomer } from "@portico/mock-seed";

/** The CRM's one table. Methods throw what the service shall answer. */
export interface CustomerTable {
  /** `undefined`: no such row. Soft-deleted rows are found. */
  find(number: string): SeedCustomer | undefined;
  search(text: string, countMax: number): readonly SeedCustomer[];
  /** The row's new version; `undefined`: no such row, or it was deleted. */
  changeContact(number: string, contact: SeedContact): bigint | undefined;
}

export function customerTable(seeded: readonly SeedCustomer[]): CustomerTable {
  const rows = new Map(seeded.map((customer) => [customer.number, customer]));
  let lastVersion = seeded.reduce((highest, { version }) => (version > highest ? version : highest), 0n);
  return {
    find: (number) => rows.get(number),
    search(text, countMax) {
      const wanted = text.trim().toLowerCase();
      const matches = (column: string): boolean => column.toLowerCase().includes(wanted);
      return rows
        .values()
        .filter(({ deleted }) => !deleted)
        .filter(({ number, name, address }) => [number, name, address.city].some(matches))
        .take(countMax)
        .toArray();
    },
    changeContact(number, contact) {
      const row = rows.get(number);
      if (row === undefined || row.deleted) return undefined;
      lastVersion += 1n;
      rows.set(number, { ...row, contact, version: lastVersion });
      return lastVersion;
    },
  };
}
