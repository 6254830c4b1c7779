import { type Customer, toCurrency, toDay, toMoney } from "@portico/domain";
import { type KundeWire, Segment, type SegmentWire } from "../generated/crm.gen.ts";

/** Whether the CRM could know it. Source: contract/crm-common.xsd, `Kundennummer`. */
export const isCustomerNumber = (text: string): boolean => /^[0-9]{6}$/.test(text);

/** A row that was written off is still answered, marked `geloescht`: to us there is no such customer any more. */
export const toCustomer = (kunde: KundeWire): Customer | null =>
  kunde.geloescht === true
    ? null
    : {
        id: kunde.kdnr,
        companyName: kunde.anzName,
        segment: segments[kunde.segment],
        contact: {
          name: `${kunde.ansprechpartner.vorname} ${kunde.ansprechpartner.nachname}`.trim(), // one of them may be empty
          email: kunde.ansprechpartner.email ?? null,
          phone: kunde.ansprechpartner.telefon,
        },
        address: {
          street: kunde.anschrift.strasse,
          postalCode: kunde.anschrift.plz,
          city: kunde.anschrift.ort,
          country: kunde.anschrift.land,
        },
        creditLimit:
          kunde.kreditlimit === null ? null : toMoney(kunde.kreditlimit, toCurrency(kunde.waehrung)),
        paymentTermDays: kunde.zahlungsziel,
        customerSince: toDay(kunde.kundeSeit),
        accountManager: kunde.betreuer ? { name: kunde.betreuer.name, email: kunde.betreuer.email } : null,
      };

const segments: Record<SegmentWire, Customer["segment"]> = {
  [Segment.Einzelhandel]: "retail",
  [Segment.Gastronomie]: "gastronomy",
  [Segment.Industrie]: "industry",
  [Segment["Oeffentliche Hand"]]: "public",
};
