/** `{ort}` and `{name}` are filled in: a place, a family name. */
export const companyNames = {
  gastronomy: [
    "Gasthof Zur Linde {ort}",
    "Hotel Seeblick {ort} GmbH & Co. KG",
    "Restaurant {name} e.K.",
    "Café Morgenröte {ort}",
    "Ristorante Bella Vista {ort}",
    "Brauhaus {name} GmbH",
    "Catering {name} & Töchter GmbH",
    "Bistro Am Fährhaus {ort}",
  ],
  retail: [
    "Feinkost {name} GmbH",
    "{name} & Söhne Lebensmittel KG",
    "Markthalle {ort} eG",
    "Hofladen {name}",
    "Weinhandlung {name} OHG",
    "Frischemarkt {ort} GmbH",
    "Bio-Kontor {name} GmbH",
  ],
  industry: [
    "{name} Maschinenbau GmbH, Betriebskantine",
    "Werft {name} AG, Casino",
    "Chemiepark {ort} Gastronomie GmbH",
    "{name} Logistik SE, Personalrestaurant",
    "Stahlwerk {ort} AG, Werksküche",
  ],
  public: [
    "Studierendenwerk {ort} AöR",
    "Städtisches Klinikum {ort} gGmbH",
    "Stadt {ort}, Schulverpflegung",
    "Seniorenzentrum St. Martin {ort}",
    "Justizvollzugsanstalt {ort}, Küche",
  ],
} as const;

export const tags = [
  "Sammelrechnung",
  "Rampe vorhanden",
  "Lieferung vor 7 Uhr",
  "Bio-zertifiziert",
  "Kühlkette dokumentieren",
  "Bonus Stufe A",
  "Bonus Stufe B",
  "Leergut tauschen",
  "Nur Palette",
] as const;

export const notes = [
  "Jahresgespräch geführt: Bonus ab 25.000 € Umsatz vereinbart, Staffel B gilt weiter bis Jahresende.",
  "Küchenleitung wünscht Lieferung „vor 7 Uhr“ über die Rückseite; Klingel „Küche“, nicht am Empfang.",
  "Reklamation Kühlware geklärt, Gutschrift 148,50 € erstellt. Temperaturprotokoll liegt in der Akte.",
  "Neue Weinkarte geplant – Verkostung mit 12 Positionen angeboten, Termin folgt im Frühjahr.",
  "Zahlungsziel auf Wunsch verlängert, Freigabe durch die Debitorenbuchhaltung liegt schriftlich vor.",
  "Preise für Tiefkühlfisch bis Quartalsende festgeschrieben, Obergrenze 9,80 € je kg.",
  "Umbau im Sommer: drei Wochen Betriebsruhe, bitte keine Daueraufträge auslösen und vorher anrufen.",
  "Ansprechpartner wechselt zum Monatsende, Nachfolge noch offen; Bestellungen laufen über die Zentrale.",
  "Kunde prüft Umstieg auf elektronische Bestellung, hat Zugang zum Portal erhalten und ist zufrieden.",
  "Leergutsaldo abgestimmt: 46 Kisten offen, Rückgabe mit der nächsten Tour zugesagt.",
] as const;
