import { nameEnd } from "./characters.ts";
import { internalized } from "./internalized.ts";
import { XmlRefused } from "./refused.ts";

/** A name as written, split at its colon. One object per distinct name, most of the time. */
export interface QualifiedName {
  /** `""`: it has none. */
  readonly prefix: string;
  readonly local: string;
}

const SLOTS = 512;

interface Known {
  readonly name: QualifiedName;
  readonly start: number;
  readonly end: number;
}

/**
 * Turns the bytes of a name into strings once per distinct name instead of once per tag. A slot holds one name and is
 * overwritten by the next that falls on it, so no choice of names makes a lookup slow.
 */
export class NameTable {
  private readonly slots = new Map<number, Known>();
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The name at `start` to `end`, which `nameEnd` found. */
  at(start: number, end: number): QualifiedName {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + this.bytes[i]!) | 0;
    const slot = hash & (SLOTS - 1);
    const known = this.slots.get(slot);
    if (known !== undefined && sameBytes(this.bytes, known.start, known.end, start, end)) return known.name;
    const name = this.split(start, end);
    this.slots.set(slot, { name, start, end });
    return name;
  }

  private split(start: number, end: number): QualifiedName {
    const written = this.bytes.toString("utf8", start, end);
    const colon = written.indexOf(":");
    if (colon < 0) return { prefix: "", local: internalized(written) };
    const prefix = internalized(written.slice(0, colon));
    const local = internalized(written.slice(colon + 1));
    const localStart = this.bytes.indexOf(0x3a, start) + 1;
    if (prefix === "" || local === "" || local.includes(":") || nameEnd(this.bytes, localStart) !== end) {
      throw new XmlRefused("A name with a misplaced colon", start);
    }
    return { prefix, local };
  }
}

function sameBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  otherStart: number,
  otherEnd: number,
): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let i = start, j = otherStart; i < end; i++, j++) if (bytes[i] !== bytes[j]) return false;
  return true;
}
