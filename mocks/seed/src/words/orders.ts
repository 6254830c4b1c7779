export const services = [
  ["Anlieferung Tiefkühl", 1_490],
  ["Mindermengenzuschlag", 950],
  ["Express-Zuschlag vor 7 Uhr", 2_400],
  ["Pfand Mehrwegkästen", 1_860],
  ["Verbringung ins Kühlhaus", 1_250],
  ["Gutschrift Leergut", -1_240],
] as const;

export const remarks = [
  "Bitte an Rampe 2 abladen, Einweiser klingeln.",
  "Ware nicht ohne Unterschrift der Küchenleitung abstellen.",
  "Lieferung nur zwischen 6:30 und 9:00 Uhr möglich.",
  "Restlaufzeit mindestens zehn Tage, sonst Rücksprache.",
  "Leergut steht gestapelt hinter dem Haus und wird mitgenommen.",
] as const;

export const references = ["Bestellung Küche", "PO", "Auftrag", "Bankett", "Wochenbedarf"] as const;

export const warehouses = [
  "Lager Hamburg-Billbrook",
  "Lager Hannover-Linden",
  "Lager Köln-Niehl",
  "Lager Nürnberg-Hafen",
] as const;
