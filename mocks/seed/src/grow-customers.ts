import { toBerlinIso } from "./berlin-time.ts";
import { daysBeforeEstate, twoDigits } from "./calendar.ts";
import type { SeedContact, SeedCustomer } from "./customer.ts";
import { type Dice, dice } from "./dice.ts";
import { companyNames, notes, tags } from "./words/companies.ts";
import { familyNames, men, staff, women } from "./words/people.ts";
import { places, streets } from "./words/places.ts";

const customerCount = 240;
const segments = [
  "gastronomy",
  "gastronomy",
  "gastronomy",
  "retail",
  "retail",
  "industry",
  "public",
] as const;

// The CRM took its rows over from a system that counted changes across all tables since 1994: the numbers no longer
// fit into a double, and a client that reads them into one sees the same version for two states.
const firstVersion = 9_007_199_254_740_993n;

/** Customers `100001` and up. `100001` is the one to show: never deleted, every field filled. */
export function growCustomers(seed: number): readonly SeedCustomer[] {
  const luck = dice(seed, "customers");
  const taken = new Set<string>();
  return Array.from({ length: customerCount }, (_, index) => growCustomer(luck, index, taken));
}

function growCustomer(luck: Dice, index: number, taken: Set<string>): SeedCustomer {
  const showpiece = index === 0;
  const segment = showpiece ? "gastronomy" : luck.pick(segments);
  const { name, place } = settle(luck, segment, taken);
  const [postalCode, city, country, phonePrefix] = place;
  const street = `${luck.pick(streets)} ${luck.int(1, 180)}${luck.chance(0.15) ? "a" : ""}`;
  return {
    number: String(100_001 + index),
    version: firstVersion + BigInt(index * 7 + luck.int(0, 6)),
    deleted: luck.chance(0.04) && !showpiece,
    name,
    segment,
    contact: growContact(luck, phonePrefix, showpiece),
    address: { street, postalCode, city, country },
    creditLimitCents: luck.chance(0.15) && !showpiece ? null : luck.int(4, 300) * 50_000,
    paymentTermDays: luck.pick([7, 14, 14, 30, 30, 30, 45, 60]),
    since: daysBeforeEstate(luck.int(600, 10_900)),
    accountManager: luck.chance(0.12) && !showpiece ? null : luck.pick(staff),
    tags: luck.sample(tags, luck.int(showpiece ? 2 : 0, 4)),
    notes: growNotes(luck, luck.int(showpiece ? 3 : 1, 4)),
  };
}

// A place and a name nobody has yet: no two customers are called the same.
function settle(luck: Dice, segment: SeedCustomer["segment"], taken: Set<string>) {
  for (;;) {
    const place = luck.pick(places);
    const template = luck.pick<string>(companyNames[segment]);
    const name = template.replace("{ort}", place[1]).replace("{name}", luck.pick(familyNames));
    if (taken.has(name)) continue;
    taken.add(name);
    return { name, place };
  }
}

function growContact(luck: Dice, phonePrefix: string, complete: boolean): SeedContact {
  const salutation = luck.chance(0.03) ? "mx" : luck.pick(["ms", "mr"] as const);
  const firstName = luck.pick(salutation === "mr" ? men : women);
  const lastName = luck.pick(familyNames);
  const mailbox = `${toAscii(firstName)}.${toAscii(lastName)}`.toLowerCase();
  return {
    salutation,
    firstName,
    lastName,
    email: luck.chance(0.1) && !complete ? null : `${mailbox}@kunde.example`,
    phone: luck.chance(0.12) && !complete ? null : `${phonePrefix} ${luck.int(20_000, 9_999_999)}`,
  };
}

function growNotes(luck: Dice, count: number): SeedCustomer["notes"] {
  const daysAgo = Array.from({ length: count }, () => luck.int(3, 900)).toSorted((a, b) => a - b);
  return luck.sample(notes, count).map((text, index) => {
    const day = daysBeforeEstate(daysAgo[index] ?? 0);
    const at = Date.parse(`${day}T${twoDigits(luck.int(6, 15))}:${twoDigits(luck.int(0, 59))}:00Z`);
    return { at: toBerlinIso(at), author: luck.pick(staff).name, text };
  });
}

const transliterations: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", ı: "i" };

const toAscii = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[äöüßı]/g, (letter) => transliterations[letter] ?? "")
    .normalize("NFD")
    .replace(/[^a-z]/g, "");
