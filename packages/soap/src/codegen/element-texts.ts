import type { ElementMember } from "./model.ts";
import { NameMap } from "./name-map.ts";

// Of one name. Contracts that declare it in more ways than this are not worth searching.
const ALIKE_MAX = 8;

interface Written {
  readonly element: ElementMember;
  readonly text: string;
}

/** What is written for an element, once for all that are declared alike: most types of a contract have the same few. */
export class ElementTexts {
  private readonly write: (element: ElementMember) => string;
  private readonly known = new NameMap<Written[]>();

  constructor(write: (element: ElementMember) => string) {
    this.write = write;
  }

  of(element: ElementMember): string {
    let written = this.known.get(element);
    if (written === undefined) {
      written = [];
      this.known.set(element, written);
    }
    for (const { element: other, text } of written) if (areAlike(element, other)) return text;
    const text = this.write(element);
    if (written.length < ALIKE_MAX) written.push({ element, text });
    return text;
  }
}

const areAlike = (a: ElementMember, b: ElementMember): boolean =>
  a.type === b.type &&
  a.countMin === b.countMin &&
  a.countMax === b.countMax &&
  a.nillable === b.nillable &&
  a.constraint === b.constraint &&
  a.doc === b.doc;
