import { ContractBroken } from "@portico/core";
import { Decoder, type Reads } from "./decoder.ts";
import type { Namespace } from "./namespace.ts";

/** One way in which an answer was not what the contract says. */
export interface Deviation {
  /** Where, in names of the contract. */
  readonly path: string;
  /** What was wrong there. Never quotes the answer. */
  readonly what: string;
}

// Beyond this it is another contract, not a deviation from this one.
const DEVIATIONS_MAX = 1_000;

/**
 * Reads an answer that is not quite what the contract says: what the contract does not know is skipped, what is
 * missing stays undefined, elements in another order are found, a value that is none of its type stays text. Each
 * such case is listed. Malformed XML and other roots are as broken as ever.
 */
export class LenientDecoder extends Decoder {
  readonly deviations: Deviation[] = [];
  private tolerates = false;
  /** Where elements began that were read before their turn. */
  private readonly taken = new Set<number>();

  /** Does `work` without breaking the contract where it can be helped. */
  tolerating<T>(work: () => T): T {
    this.tolerates = true;
    const result = work();
    this.tolerates = false;
    return result;
  }

  override next(): void {
    super.next();
    this.passTaken();
  }

  override skip(): void {
    super.skip();
    this.passTaken();
  }

  protected override deviates(what: string, step?: string, found?: string): void {
    const broken = this.broken(what, step, found);
    if (!this.tolerates) throw broken;
    if (this.deviations.length === DEVIATIONS_MAX) {
      throw new ContractBroken(`More than ${DEVIATIONS_MAX} deviations from the contract`, { cause: broken });
    }
    this.deviations.push({ path: broken.path ?? "/", what });
  }

  // Each look costs elements of the reader's limit, so no order of elements makes this slow for long.
  protected override elsewhere<T>(namespace: Namespace, local: string, codec: Reads<T>): T | undefined {
    const { reader } = this;
    if (!this.tolerates || reader.tag !== "start") return undefined;
    const start = reader.offset;
    while (reader.tag === "start" && !this.sees(namespace, local)) this.skip();
    let value: T | undefined;
    if (reader.tag === "start") {
      const found = reader.offset;
      this.deviates("An element in another place than the contract says", local);
      value = this.child(local, codec);
      this.taken.add(found);
    }
    reader.back(start);
    return value;
  }

  private passTaken(): void {
    while (this.reader.tag === "start" && this.taken.has(this.reader.offset)) super.skip();
  }
}
