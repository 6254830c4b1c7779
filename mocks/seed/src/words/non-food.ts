import { type CategoryWords, kind } from "./assortment.ts";

export const nonFood: readonly CategoryWords[] = [
  {
    prefix: "CLE",
    category: "cleaning",
    vat: "standard",
    brands: ["Klarwerk", "Hygenia Pro", "Saubermann", "BlankProfi", "Nordclean", "EcoLine"],
    kinds: [
      kind(
        "Spülmaschinenreiniger",
        1_890,
        "Flüssig, für gewerbliche Geschirrspüler, chlorfrei, für mittlere bis harte Wässer.",
      ),
      kind("Klarspüler", 1_690, "Neutral, für streifenfreien Glanz auch bei Gläsern."),
      kind(
        "Flächendesinfektion",
        1_290,
        "Gebrauchsfertig, VAH-gelistet, geeignet für den Lebensmittelbereich.",
      ),
      kind("Fettlöser", 990, "Alkalisch, entfernt Eingebranntes von Grill und Haube."),
      kind("Handseife", 690, "Parfümfrei und hautschonend, pH-neutral, nachfüllbar."),
      kind("Bodenreiniger", 790, "Schaumarm, für Automaten geeignet, trocknet streifenfrei."),
      kind("Entkalker", 890, "Auf Basis von Amidosulfonsäure, mit Farbindikator."),
    ],
    sizes: [
      { unit: "canister 5 l", label: "2 x 5 l", packSize: 2, factor: 1, grams: 5_400 },
      { unit: "bottle 1 l", label: "6 x 1 l", packSize: 6, factor: 0.3, grams: 1_100 },
    ],
    advice: [
      "Sicherheitsdatenblatt und Betriebsanweisung stehen im Kundenportal bereit.",
      "Nur nach Dosieranleitung verwenden und nie mit anderen Reinigern mischen.",
      "Frostfrei lagern. Augen- und Handschutz tragen, Reste als Sonderabfall entsorgen.",
    ],
  },
  {
    prefix: "DIS",
    category: "disposables",
    vat: "standard",
    brands: ["Papierhof", "GreenPack", "Serviettenwerk", "ToGo Systems", "Falter & Co", "Einwegkontor"],
    kinds: [
      kind("Servietten 3-lagig 33 cm", 4, "Saugstark und weich, lebensmittelecht, 1/4-Falz."),
      kind("Kaffeebecher 200 ml", 9, "Einwandig mit wasserbasierter Beschichtung, heiß und kalt geeignet."),
      kind("Menübox aus Bagasse", 19, "Mit Klappdeckel, fettdicht und mikrowellengeeignet."),
      kind("Müllsack 120 l", 24, "Reißfest, aus Rezyklat, auf Rolle, blau."),
      kind("Papierhandtuch Z-Falz", 2, "Zweilagig, Zellstoff, passend für gängige Spender."),
      kind("Holzbesteck Set", 14, "Messer, Gabel und Serviette in der Papierhülle."),
      kind(
        "Trinkhalm Papier 20 cm",
        3,
        "Formstabil über Stunden, unbedruckt, ohne Klebstoff mit Weichmachern.",
      ),
    ],
    sizes: [
      { unit: "piece", label: "Karton 1.000 Stück", packSize: 1_000, factor: 1, grams: 6 },
      { unit: "piece", label: "Karton 250 Stück", packSize: 250, factor: 1.08, grams: 6 },
    ],
    advice: [
      "Trocken lagern; Karton nach der Entnahme wieder verschließen.",
      "Konformitätserklärung für Lebensmittelkontakt auf Anfrage.",
      "Bitte getrennt entsorgen; Hinweise zur Verwertung stehen auf der Packung.",
    ],
  },
  {
    prefix: "KIT",
    category: "kitchen",
    vat: "standard",
    brands: ["Gastrostahl", "ProChef", "Küchenwerk", "Solinger Schmiede", "Inoxline", "Cucina Forte"],
    kinds: [
      kind("GN-Behälter 1/1 100 mm", 2_490, "Edelstahl 18/10, stapelbar, mit verstärktem Rand."),
      kind("Kochmesser 20 cm", 4_990, "Geschmiedet aus einem Stück, Härte 56 HRC, Griff aus Kunststoff."),
      kind("Schneidbrett HACCP", 2_190, "Polyethylen, farbig gekennzeichnet, spülmaschinenfest."),
      kind("Stielkasserolle 24 cm", 5_490, "Mit Sandwichboden, für alle Herdarten einschließlich Induktion."),
      kind("Thermometer Einstich", 3_290, "Minus 40 bis plus 200 Grad, eichfähig, spritzwassergeschützt."),
      kind("Schöpfkelle 250 ml", 1_290, "Aus einem Stück, mit Haken und Skala im Inneren."),
      kind("Spritzbeutel Einweg", 1_890, "Rutschfest, 100 Stück auf Rolle, 53 Zentimeter."),
    ],
    sizes: [
      { unit: "piece", label: "Stück", packSize: 1, factor: 1, grams: 900 },
      { unit: "piece", label: "5er-Pack", packSize: 5, factor: 0.93, grams: 880 },
    ],
    advice: [
      "Vor dem ersten Gebrauch gründlich mit warmem Wasser und Spülmittel reinigen.",
      "Fünf Jahre Nachkaufgarantie; Ersatzteile sind einzeln lieferbar.",
      "Nicht mit scheuernden Mitteln behandeln; Edelstahl gelegentlich pflegen.",
    ],
  },
];
