/** What the lawyers had added to every description. */
export const smallPrint = [
  "Lieferbar ab Zentrallager binnen 24 Stunden, Mindestabnahme ein Gebinde; Preise netto zuzüglich Umsatzsteuer.",
  "Die Abbildung kann abweichen, maßgeblich sind allein die Angaben auf dem Etikett der gelieferten Ware.",
  "Rückgabe nur originalverpackt und nach Rücksprache mit dem Kundenservice.",
] as const;
