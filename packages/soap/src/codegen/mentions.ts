import { NotCompilable, type SourcePlace } from "./not-compilable.ts";

// Far more than contracts have, and less than fills a memory.
const MENTIONS_MAX = 1_000_000;

/**
 * Counts how often alternatives are mentioned: each says of all others that they are absent, and each place where one
 * may stand says what it may begin with. What is generated would grow with their square.
 */
export class Mentions {
  private count = 0;

  /** @throws {NotCompilable} when it is too often */
  add(more: number, place: SourcePlace): void {
    this.count += more;
    if (this.count > MENTIONS_MAX) {
      throw new NotCompilable(
        place,
        `choices of so many alternatives that they would be mentioned over ${MENTIONS_MAX} times`,
      );
    }
  }
}
