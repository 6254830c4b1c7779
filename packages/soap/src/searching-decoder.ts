import { Decoder, type Reads } from "./decoder.ts";
import type { Namespace } from "./namespace.ts";

/** The children of one element from one of them on, looked at once. */
interface Survey {
  readonly from: number;
  readonly until: number;
  /** Where children begin that may still be asked for, by name, the last one first. */
  readonly places: ReadonlyMap<string, number[]>;
}

/**
 * Finds elements that stand further on than the schema puts them. In SOAP encoding that is no deviation: the members of
 * a struct are told apart by their names alone (SOAP 1.1 §5.1, SOAP 1.2 part 2 §3.1), and servers that write them as
 * their language lists them, what is inherited among the rest, send them in another order than the WSDL.
 */
export class SearchingDecoder extends Decoder {
  /** Where elements began that were read before their turn. */
  private readonly taken = new Set<number>();
  /** The latest at each depth. */
  private readonly surveys: Survey[] = [];
  /** By depth, whether elements are told apart by their order. */
  private readonly ordered: boolean[] = [];
  /** How deep elements are of which one is read before its turn: what follows that one waits for its own. */
  private waitsAt = 0;

  override next(): void {
    super.next();
    this.passTaken();
  }

  override skip(): void {
    super.skip();
    this.passTaken();
  }

  override open(type: Namespace, local: string, members?: "in order"): void {
    this.ordered[this.reader.depth + 1] = members === "in order";
    super.open(type, local);
  }

  // Each look costs elements of the reader's limit, so no order of elements makes this slow for long.
  protected override elsewhere<T>(namespace: Namespace, local: string, codec: Reads<T>): T | undefined {
    const { reader } = this;
    if (reader.tag !== "start" || !this.mayLook()) return undefined;
    const { offset: start, depth } = reader;
    const found = this.placeAfter(start, nameKey(namespace.uri, local));
    if (found === undefined) return undefined;
    reader.back(found);
    this.onFoundElsewhere(local);
    const around = this.waitsAt;
    this.waitsAt = depth;
    const value = this.child(local, codec);
    this.waitsAt = around;
    this.taken.add(found);
    reader.back(start);
    return value;
  }

  /**
   * Whether elements may be looked for here. Of groups that repeat, what stands further on is of another run; of a type
   * that has a name twice, it is another member.
   */
  protected mayLook(): boolean {
    const { depth } = this.reader;
    return depth !== this.repeatsAt && this.ordered[depth] !== true;
  }

  /** An element was found further on; the decoder stands on it. */
  protected onFoundElsewhere(_local: string): void {}

  private placeAfter(start: number, key: string): number | undefined {
    const places = this.surveyFrom(start).places.get(key);
    for (let place = places?.pop(); place !== undefined; place = places?.pop())
      if (place > start) return place;
    return undefined;
  }

  private surveyFrom(start: number): Survey {
    const { reader } = this;
    const { depth } = reader;
    const known = this.surveys[depth];
    if (known !== undefined && known.from <= start && start < known.until) return known;
    const places = new Map<string, number[]>();
    while (reader.tag === "start") {
      const key = nameKey(reader.uri, reader.local);
      const same = places.get(key);
      if (same === undefined) places.set(key, [reader.offset]);
      else same.push(reader.offset);
      super.skip();
    }
    for (const same of places.values()) same.reverse();
    const survey: Survey = { from: start, until: reader.offset, places };
    this.surveys[depth] = survey;
    reader.back(start);
    return survey;
  }

  private passTaken(): void {
    const { reader } = this;
    while (reader.tag === "start" && reader.depth !== this.waitsAt && this.taken.has(reader.offset))
      super.skip();
  }
}

const nameKey = (uri: string, local: string): string => `{${uri}}${local}`;
