/**
 * Collects a body whose length nobody can be trusted about. From the second chunk on it copies, growing by doubling:
 * kept as they come, ten million one-byte chunks would weigh a gigabyte.
 */
export class BodyBuffer {
  #bytes: Uint8Array = EMPTY;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (this.#length === 0) this.#bytes = chunk;
    else {
      if (length > this.#bytes.length) {
        const grown = Buffer.allocUnsafe(Math.max(length, this.#bytes.length * 2));
        grown.set(this.take());
        this.#bytes = grown;
      }
      this.#bytes.set(chunk, this.#length);
    }
    this.#length = length;
  }

  /** All that was appended. */
  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

const EMPTY = new Uint8Array(0);
