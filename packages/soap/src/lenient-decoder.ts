import { ContractBroken } from "@portico/core";
import { SearchingDecoder } from "./searching-decoder.ts";

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
export class LenientDecoder extends SearchingDecoder {
  readonly deviations: Deviation[] = [];
  private tolerates = false;

  /** Does `work` without breaking the contract where it can be helped. */
  tolerating<T>(work: () => T): T {
    this.tolerates = true;
    const result = work();
    this.tolerates = false;
    return result;
  }

  protected override deviates(what: string, step?: string, found?: string): void {
    const broken = this.broken(what, step, found);
    if (!this.tolerates) throw broken;
    if (this.deviations.length === DEVIATIONS_MAX) {
      throw new ContractBroken(`More than ${DEVIATIONS_MAX} deviations from the contract`, { cause: broken });
    }
    this.deviations.push({ path: broken.path ?? "/", what });
  }

  protected override mayLook(): boolean {
    return this.tolerates || this.isFree();
  }

  protected override onFoundElsewhere(local: string): void {
    if (!this.isFree()) this.deviates("An element in another place than the contract says", local);
  }

  /** Whether the order says nothing here. */
  private isFree(): boolean {
    return this.encoded && super.mayLook();
  }
}
