import { xmlText } from "@portico/mock-kit";
import type { SeedCustomer } from "@portico/mock-seed";
import { namespaces as ns } from "./names.ts";

const segments = { retail: "1", gastronomy: "2", industry: "3", public: "4" } as const;
const anreden = { ms: "1", mr: "2", mx: "3" } as const;

/** The salutation a code of the contract stands for. */
export const salutationOf = (anrede: string): SeedCustomer["contact"]["salutation"] | undefined =>
  (["ms", "mr", "mx"] as const).find((salutation) => anreden[salutation] === anrede);

/** A `Kunde` of the contract under the given element name; `a` and `b` are free prefixes inside. */
export function kundeXml(element: string, kunde: SeedCustomer): string {
  const { contact, address, accountManager } = kunde;
  const deleted = kunde.deleted ? ` geloescht="true"` : "";
  return (
    `<${element} version="${kunde.version}"${deleted} xmlns:a="${ns.types}">` +
    `<a:kdnr>${kunde.number}</a:kdnr>` +
    `<a:anzName>${xmlText(kunde.name)}</a:anzName>` +
    `<a:segment>${segments[kunde.segment]}</a:segment>` +
    `<a:ansprechpartner><a:anrede>${anreden[contact.salutation]}</a:anrede>` +
    `<a:vorname>${xmlText(contact.firstName)}</a:vorname><a:nachname>${xmlText(contact.lastName)}</a:nachname>` +
    (contact.email === null ? "" : `<a:email>${xmlText(contact.email)}</a:email>`) +
    (contact.phone === null
      ? `<a:telefon xsi:nil="true"/>`
      : `<a:telefon>${xmlText(contact.phone)}</a:telefon>`) +
    `</a:ansprechpartner>` +
    `<a:anschrift xmlns:b="${ns.common}"><b:strasse>${xmlText(address.street)}</b:strasse>` +
    `<b:plz>${address.postalCode}</b:plz><b:ort>${xmlText(address.city)}</b:ort><b:land>${address.country}</b:land></a:anschrift>` +
    (kunde.creditLimitCents === null
      ? `<a:kreditlimit xsi:nil="true"/>`
      : `<a:kreditlimit>${euros(kunde.creditLimitCents)}</a:kreditlimit>`) +
    `<a:waehrung>EUR</a:waehrung>` +
    `<a:zahlungsziel>${kunde.paymentTermDays}</a:zahlungsziel>` +
    `<a:kundeSeit>${kunde.since}</a:kundeSeit>` +
    (accountManager === null
      ? ""
      : `<a:betreuer><a:name>${xmlText(accountManager.name)}</a:name><a:email>${xmlText(accountManager.email)}</a:email></a:betreuer>`) +
    `<a:merkmale xmlns:b="${ns.common}">${kunde.tags.map((tag) => `<b:string>${xmlText(tag)}</b:string>`).join("")}</a:merkmale>` +
    kunde.notes
      .map(
        ({ at, author, text }) =>
          `<a:notizen><a:datum>${at}</a:datum><a:verfasser>${xmlText(author)}</a:verfasser><a:text>${xmlText(text)}</a:text></a:notizen>`,
      )
      .join("") +
    `</${element}>`
  );
}

// The column is money(19,4): four digits, always.
const euros = (cents: number): string =>
  `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}00`;
