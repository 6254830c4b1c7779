import { type CategoryWords, kind } from "./assortment.ts";

export const drinks: readonly CategoryWords[] = [
  {
    prefix: "WIN",
    category: "wine",
    vat: "standard",
    brands: [
      "Kellergasse",
      "Weingut Sonnenhang",
      "Domaine Valcrest",
      "Cantina Montebruno",
      "Schiefertor",
      "Casa Verdelho",
    ],
    kinds: [
      kind(
        "Riesling trocken",
        690,
        "Schlanker Riesling von Schieferböden, Zitrus, grüner Apfel und feine Säure.",
      ),
      kind(
        "Grauburgunder",
        740,
        "Gelbe Birne, Nüsse und ein Hauch Brioche, trocken ausgebaut mit mildem Schmelz.",
      ),
      kind(
        "Sauvignon Blanc",
        820,
        "Stachelbeere, Holunder und frisches Gras, lebendig und sehr gradlinig im Abgang.",
      ),
      kind(
        "Spätburgunder",
        980,
        "Kirsche, Waldboden und zarte Röstnoten, zwölf Monate im gebrauchten Holzfass gereift.",
      ),
      kind(
        "Primitivo",
        650,
        "Dunkle Pflaume, Vanille und Süßholz, weich und füllig, ein unkomplizierter Roter.",
      ),
      kind("Rosé Cuvée", 590, "Erdbeere und Himbeere, kühl vergoren, lachsfarben und angenehm trocken."),
      kind("Crémant brut", 1_190, "Flaschengärung, feine Perlage, Quitte und geröstete Mandel."),
    ],
    sizes: [
      { unit: "bottle 0.75 l", label: "6 x 0,75 l", packSize: 6, factor: 1, grams: 1_300 },
      { unit: "bottle 1 l", label: "6 x 1,0 l", packSize: 6, factor: 1.15, grams: 1_620 },
    ],
    advice: [
      "Bei 8 bis 10 Grad ausschenken; passt zu Fisch, hellem Fleisch und milden Käsen.",
      "Liegend und dunkel lagern, nach dem Öffnen gekühlt innerhalb von drei Tagen verbrauchen.",
      "Enthält Sulfite. Karton recycelbar, je Palette 80 Kartons auf fünf Lagen.",
    ],
  },
  {
    prefix: "BER",
    category: "beer",
    vat: "standard",
    brands: ["Hafenbräu", "Altes Sudhaus", "Kloster Reuth", "Moorhof", "Nordlicht", "Zwölf Eichen"],
    kinds: [
      kind("Pils", 78, "Hell, herb und schlank, mit ausgeprägter Hopfennote und festem Schaum."),
      kind("Helles", 82, "Mild und malzbetont, goldgelb, mit feiner Süße im Antrunk."),
      kind("Weißbier", 95, "Obergärig und naturtrüb, Banane und Nelke, spritzig und vollmundig."),
      kind("Alkoholfrei", 76, "Vollmundig ohne Alkohol, isotonisch, schonend im Vakuum entalkoholisiert."),
      kind("Pale Ale", 135, "Mango und Grapefruit aus kalter Hopfung, kupferfarben und trocken."),
      kind("Dunkles Bock", 128, "Röstmalz, Karamell und Trockenfrucht, kräftig und wärmend."),
      kind("Radler naturtrüb", 79, "Halb Helles, halb Zitronenlimonade, erfrischend und wenig süß."),
    ],
    sizes: [
      { unit: "bottle 0.5 l", label: "20 x 0,5 l", packSize: 20, factor: 1, grams: 880 },
      { unit: "bottle 0.33 l", label: "24 x 0,33 l", packSize: 24, factor: 0.8, grams: 610 },
    ],
    advice: [
      "Zwischen 6 und 8 Grad lagern und ausschenken, vor Sonnenlicht schützen.",
      "Mehrwegkasten; das Pfand wird als eigene Position berechnet und gutgeschrieben.",
      "Enthält Gerstenmalz. Mindesthaltbarkeit bei Lieferung mindestens vier Monate.",
    ],
  },
  {
    prefix: "SFT",
    category: "soft-drinks",
    vat: "standard",
    brands: ["Quellfrisch", "Limowerk", "Obsthof Elbmarsch", "Vitaborn", "Fritzens", "Sprudelhof"],
    kinds: [
      kind(
        "Mineralwasser spritzig",
        42,
        "Natürliches Mineralwasser mit Kohlensäure, ausgewogen mineralisiert.",
      ),
      kind(
        "Mineralwasser still",
        42,
        "Weich und natriumarm, auch für die Zubereitung von Kaffee und Tee geeignet.",
      ),
      kind("Apfelschorle", 68, "60 Prozent Direktsaft von heimischen Streuobstwiesen mit spritzigem Wasser."),
      kind(
        "Rhabarberschorle",
        84,
        "Fein säuerlicher Rhabarbersaft mit Mineralwasser, ohne zugesetzten Zucker.",
      ),
      kind("Zitronenlimonade", 72, "Mit Zitronensaft und Rohrzucker, klar und erfrischend, vegan."),
      kind("Cola", 75, "Klassisch koffeinhaltig, kräftige Vanille- und Zitrusnote."),
      kind("Tonic Water", 98, "Herb durch natürliches Chinin, feine Zitrusnote, gut zum Mixen."),
    ],
    sizes: [
      { unit: "bottle 0.33 l", label: "24 x 0,33 l", packSize: 24, factor: 1, grams: 600 },
      { unit: "bottle 0.7 l", label: "12 x 0,7 l", packSize: 12, factor: 1.5, grams: 1_180 },
    ],
    advice: [
      "Kühl servieren; geöffnete Flaschen gut verschließen und am selben Tag verbrauchen.",
      "Mehrwegkasten; das Pfand wird als eigene Position berechnet und gutgeschrieben.",
      "Vor Frost und direkter Sonne schützen, je Palette 40 Kästen auf fünf Lagen.",
    ],
  },
  {
    prefix: "COF",
    category: "coffee-tea",
    vat: "reduced",
    brands: [
      "Speicherstadt Rösterei",
      "Kontor 9",
      "Blauer Dampfer",
      "Teehaus Deichtor",
      "Alto Grado",
      "Morgenwind",
    ],
    kinds: [
      kind(
        "Espresso ganze Bohne",
        1_590,
        "Dunkle Röstung, Kakao und Haselnuss, dichte Crema, für Siebträger und Vollautomat.",
      ),
      kind("Café Crème ganze Bohne", 1_490, "Mittlere Röstung, ausgewogen und bekömmlich, für große Tassen."),
      kind(
        "Filterkaffee gemahlen",
        1_290,
        "Mild geröstet, Nuss und helle Schokolade, für Großmengenbrüher gemahlen.",
      ),
      kind("Entkoffeiniert ganze Bohne", 1_690, "Mit Wasser entkoffeiniert, voller Körper, wenig Säure."),
      kind("Ostfriesentee Blatt", 1_850, "Kräftige Assam-Mischung, malzig und dunkel in der Tasse."),
      kind("Grüner Tee Sencha", 2_150, "Frisch und grasig, zarte Süße, bei 80 Grad aufgießen."),
      kind("Kräutertee", 1_390, "Minze, Zitronenmelisse und Fenchel, koffeinfrei und würzig."),
    ],
    sizes: [
      { unit: "bag 1 kg", label: "6 x 1 kg", packSize: 6, factor: 1, grams: 1_040 },
      { unit: "bag 500 g", label: "12 x 500 g", packSize: 12, factor: 0.54, grams: 530 },
    ],
    advice: [
      "Trocken, kühl und luftdicht lagern; nach dem Öffnen binnen vier Wochen verbrauchen.",
      "Röstdatum auf der Packung, Aromaventil, auf Wunsch mit Mahlgradempfehlung.",
      "Aus zertifiziertem Anbau; Zertifikate stehen im Kundenportal zum Abruf bereit.",
    ],
  },
];
